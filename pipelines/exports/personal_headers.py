"""Column headers that announce something a person could be found by, in the languages exports come in."""

import re
import unicodedata

from pipelines.exports.lookalikes import plain_text

STEMS: dict[str, tuple[str, ...]] = {
    "a person's name": (
        "name", "names", "full name", "first name", "given name", "forename", "forenames", "middle name",
        "last name", "family name", "surname", "maiden name", "alias", "aliases", "nickname", "initials",
        "fullname", "firstname", "lastname", "username", "aka", "next of kin", "signature",
        "vorname", "nachname", "familienname", "nom", "prenom", "nombre", "apellido", "apellidos",
        "naam", "voornaam", "achternaam", "nome", "cognome", "sobrenome", "imie", "nazwisko", "navn", "namn",
    ),
    "a date of birth": (
        "dob", "date of birth", "birth date", "birthdate", "birthday", "born", "d o b", "year of birth",
        "geburtsdatum", "geboren", "date de naissance", "fecha de nacimiento", "geboortedatum",
        "data di nascita", "data de nascimento", "fodselsdato",
    ),
    "a telephone number": (
        "phone", "telephone", "tel", "tel no", "mobile", "cell", "cellphone", "fax", "whatsapp",
        "contact number", "contact no", "handy", "telefon", "telefono", "telefoon", "telephone portable",
    ),
    "an e-mail address or account": (
        "email", "e mail", "emails", "mail address", "courriel", "correo", "facebook", "instagram",
        "twitter", "snapchat", "tiktok", "social media", "ip address", "device id",
    ),
    "an address or place": (
        "address", "addresses", "addr", "street", "house number", "postcode", "post code", "postal code",
        "zip", "zip code", "zipcode", "latitude", "longitude", "lat", "lon", "lng", "coordinates", "gps",
        "easting", "northing", "uprn", "what3words", "adresse", "strasse", "plz", "postleitzahl", "rue",
        "code postal", "direccion", "calle", "codigo postal", "adres", "indirizzo", "endereco",
    ),
    "a number that others keep about a person": (
        "ssn", "social security", "social security number", "national insurance", "national insurance number",
        "ni number", "nino", "nhs", "nhs number", "nhs no", "chi number", "medical record", "mrn",
        "hospital number", "passport", "passport number", "driving licence", "drivers license",
        "driver license", "licence plate", "license plate", "pnc", "pnc id", "police number", "police ref",
        "crime number", "crime ref", "court number", "docket", "docket number", "prison number",
        "inmate number", "booking number", "credit card", "card number", "iban", "sort code",
        "account number", "bank account", "national id", "personnummer", "bsn", "dni", "codigo fiscal",
        "codice fiscale", "steuernummer", "sozialversicherungsnummer",
    ),
    "free text": (
        "note", "notes", "case notes", "narrative", "comment", "comments", "remark", "remarks", "free text",
        "freetext", "description", "summary", "details", "other please specify", "please specify",
        "feedback", "message", "memo", "verbatim", "testimony", "bemerkung", "bemerkungen", "notizen",
        "kommentar", "commentaire", "commentaires", "remarque", "comentario", "comentarios",
        "observaciones", "opmerking", "opmerkingen", "commento",
    ),
    "an employer or school": (
        "employer", "workplace", "place of work", "employer name", "school", "school name", "college",
        "university", "arbeitgeber", "schule", "employeur", "ecole", "empleador", "escuela", "werkgever",
    ),
}  # fmt: skip
"""Kind of thing → words that, standing in a header as whole words, announce it."""

NOT_OF_A_PERSON = frozenset(
    """
    programme program site hub agency office team service charge offence offense measure item question form
    survey sheet file table column field county district region project scheme code list type group variable
    """.split()  # noqa: SIM905 - reads as the sentence it is
)
"""Before "name" (or another word) these say whose: a programme's name is not a person's."""

AGE_WORDS = frozenset(("age", "alter", "edad", "leeftijd", "eta", "idade", "alder"))
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORDS = re.compile(r"[a-z0-9]+")
_BY_LENGTH = sorted(
    ((tuple(stem.split()), stem.replace(" ", ""), kind) for kind, stems in STEMS.items() for stem in stems),
    key=lambda entry: -len(entry[0]),
)


def header_words(header: str) -> tuple[str, ...]:
    """The header's words: camel case split, accents and lookalike letters made plain."""
    plain = _CAMEL.sub(" ", plain_text(header))
    bare = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return tuple(_WORDS.findall(bare.lower()))


def header_kind(header: str) -> str | None:
    """The kind of personal detail the header announces; None for a plain one."""
    words = header_words(header)
    together = "".join(words)
    for stem, stem_together, kind in _BY_LENGTH:
        if together == stem_together:
            return kind
        for start in range(len(words) - len(stem) + 1):
            if words[start : start + len(stem)] == stem and not _is_exempt(words, start, stem):
                return kind
    if any(
        word.endswith("name") and word.removesuffix("name") not in NOT_OF_A_PERSON
        for word in words
        if word != "name"
    ):
        return "a person's name"
    return None


def _is_exempt(words: tuple[str, ...], start: int, stem: tuple[str, ...]) -> bool:
    is_label = stem in (("name",), ("names",), ("description",))
    return is_label and start > 0 and words[start - 1] in NOT_OF_A_PERSON


def is_age_header(header: str) -> bool:
    """Does the column hold ages? Bands and months are told apart by their values."""
    words = header_words(header)
    return bool(AGE_WORDS & set(words)) and not {"band", "group", "range"} & set(words)
