"""Common given names, to tell a column of first names from one of labels. Ordinary words are left out."""

GIVEN_NAMES = frozenset(
    """
    aaron abdul abigail adam adrian ahmed aisha alan albert alejandro alex alexander alexandra ali
    alice alicia amanda amber amelia amina amy ana andrea andreas andrew angela anita ann anna anne
    anthony antonio arthur ashley avery barbara benjamin bernard beth bianca brandon brenda brian
    bruce callum cameron carla carlos carmen carol caroline casey catherine cheryl chloe chris
    christian christina christine christopher claire claudia connor craig cynthia daniel daniela
    david deborah denise dennis derek devon diana diane diego dominic donald donna dorothy douglas
    dylan edward eileen elena elizabeth ella ellen emily emma eric erik ethan eva evelyn fatima
    felix fernando fiona francesca francis frank gabriel gareth gary george gerald gillian giovanni
    gordon graham gregory hannah harper harry hassan heather heidi helen henry howard hugo ian
    ibrahim imran ingrid isaac isabel isabella ivan jack jacob jacqueline jake james jamie jane
    janet jasmine jason javier jean jeffrey jennifer jeremy jessica joan joanna joe joel johann
    johanna john jonathan jordan jorge jose joseph joshua joyce juan judith julia julian julie
    justin karen karl kate katherine kathleen kathryn kayla keith kelly kendall kenneth kevin
    khadija kieran kimberly klaus kyle laura lauren lawrence leah leonardo liam linda lisa logan
    lorraine louis louise lucas lucia lucy luis lukas luke lynn malik manuel marcus margaret maria
    marie marion martha martin mary mateusz matthew megan mehmet melissa michael michelle miguel
    mohamed mohammad mohammed morgan muhammad nadia nancy naomi natalie natasha nathan neil nicholas
    nicola nicole nigel noah nora oliver olivia omar oscar owen pablo pamela patricia patrick paul
    paula pauline pedro peter philip phoebe pierre piotr quinn rachel rafael ralph raymond rebecca
    ricardo richard riley robert roberto robin roger ronald rory rosa ruth ryan samantha samuel
    sandra sara sarah sawyer scott sean sebastian sergio shannon sharon shaun shirley simon sofia
    sophia sophie spencer stefan stephanie stephen steven stuart susan tanya taylor terence teresa
    theresa thomas tiffany timothy tracey trevor tyler valentina valerie vanessa vincent virginia
    walter wayne wendy william xavier yasmin yusuf yvonne zachary zainab zoe
    """.split()  # noqa: SIM905 - a list literal would be four hundred lines
)
