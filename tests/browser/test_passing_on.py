"""What is passed on is what the page says: a file is opened and compared, a link opened again."""

import csv
import io
from base64 import b64encode
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from playwright.sync_api import Page

from tests.browser.reading import IS_IDLE, PAGES, Watched, open_page

pytestmark = pytest.mark.browser


def save(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as waited:
        page.get_by_role("button", name=button, exact=True).first.click()
    target = folder / waited.value.suggested_filename
    waited.value.save_as(target)
    return target


def read_tables(page: Page) -> dict[str, list[list[str]]]:
    """Each panel's finding with the body of its table, opened as a reader would."""
    found = {}
    for panel in page.locator("[class*='st-key-panel-']:has([role=tablist])").all():
        panel.get_by_role("tab", name="Table").click()
        panel.get_by_role("tabpanel", name="Table").locator("tbody").wait_for()
        body = "(body) => [...body.rows].map((row) => [...row.cells].map((cell) => cell.textContent))"
        rows: list[list[str]] = panel.get_by_role("tabpanel", name="Table").locator("tbody").evaluate(body)
        found[panel.locator("h2").inner_text()] = rows
    return found


def test_files_hold_exactly_what_the_page_shows(watched: Watched, address: str, tmp_path: Path) -> None:
    page = watched.page
    open_page(watched, address, "Restitution")
    shown = read_tables(page)
    rows = list(csv.DictReader(io.StringIO(save(page, "CSV", tmp_path).read_text("utf-8-sig"))))
    book = openpyxl.load_workbook(save(page, "Excel", tmp_path))

    assert list(dict.fromkeys(row["Chart"] for row in rows)) == list(shown)
    for title, table in shown.items():
        mine = [[value for value in row.values() if value] for row in rows if row["Chart"] == title]
        for cells, line in zip(table, mine, strict=True):
            assert [cell for cell in cells if cell] == line[1 : 1 + sum(map(bool, cells))]
    assert len(book.sheetnames) == len(shown) + 2
    for name, title in zip(book.sheetnames[1:-1], shown, strict=True):
        assert book[name]["A1"].value == title
        assert len(list(book[name].iter_rows(min_row=5))) >= len(shown[title])
    assert "the 12 months to 30 September 2026" in str(book["About"]["B3"].value)
    assert "please do not pass these pages on" in rows[0]["Please note"]
    assert watched.elsewhere == []


def test_a_protected_page_says_so_in_its_files(
    watched: Watched, release_address: str, tmp_path: Path
) -> None:
    open_page(watched, release_address, "Restitution", charts=None)
    file = save(watched.page, "CSV", tmp_path)
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))

    assert "internal" not in file.name
    assert all(row["Please note"].startswith("To protect the people behind these figures") for row in rows)
    assert all(row["Source"].startswith("release ") for row in rows)


def test_no_file_is_left_at_an_address(watched: Watched, address: str, tmp_path: Path) -> None:
    seen: list[str] = []
    watched.page.on("request", lambda request: seen.append(request.url))
    open_page(watched, address, "Restitution")
    save(watched.page, "Excel", tmp_path)

    # The icon of the page is the one thing that Streamlit serves there.
    served = [url for url in seen if "/media/" in url and "/static/" not in url]
    assert all(url.endswith(".png") for url in served)


def test_a_picture_is_titled_dated_and_marked(watched: Watched, address: str, tmp_path: Path) -> None:
    page = watched.page
    open_page(watched, address, "Restitution")
    chart = page.locator(".js-plotly-plot").first.bounding_box()
    picture = save(page, "Save as a picture", tmp_path)
    size = page.evaluate(
        "(data) => new Promise((done) => { const image = new Image();"
        " image.onload = () => done([image.width, image.height]); image.src = data; })",
        f"data:image/png;base64,{b64encode(picture.read_bytes()).decode()}",
    )

    assert picture.suffix == ".png"
    assert chart is not None
    # Twice the chart's own pixels, and above and below it room for the title, the filters and the mark.
    assert size[0] == pytest.approx(2 * (chart["width"] + 48), abs=4)
    assert size[1] > 2 * (chart["height"] + 48 + 60)


def test_a_copied_link_opens_the_same_view(watched: Watched, address: str) -> None:
    page = watched.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(watched, address, "Explore")
    page.get_by_role("radio", name="24 months").click()
    page.get_by_label("Broken down by").click()
    page.get_by_role("option", name="Site", exact=True).click()
    page.get_by_text("by site").or_(page.get_by_text("Elm park")).first.wait_for()
    page.wait_for_function(IS_IDLE, arg=PAGES["Explore"])
    before = page.locator("#root h2").all_inner_texts()
    page.get_by_role("button", name="Copy a link").click()
    page.get_by_text("The link is copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    carried = parse_qs(urlsplit(link).query)
    page.goto(link)
    page.wait_for_function(IS_IDLE, arg=PAGES["Explore"])

    assert (carried["period"], carried["by"]) == (["24 months"], ["Site"])
    assert carried["release"]
    assert page.locator("#root h2").all_inner_texts() == before
    assert not page.get_by_text("made from other data").count()


def test_a_link_of_other_data_says_that_figures_may_differ(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}/restitution?release=0001x&programme=Nowhere")
    page.wait_for_function(IS_IDLE, arg=PAGES["Restitution"])

    assert page.get_by_text("This link was made from other data").is_visible()
    assert page.get_by_text("is not in this data").is_visible()
