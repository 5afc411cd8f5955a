"""What a reader reads on the page of a few made-up sites, step by step through its uses."""

from page_steps import copied_table, drawn, fragment_of, go_back, switch, turn

import infmap

#: What stands on the page, part by part: its words, and what marks and lines say by their kind.
PARTS = """() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = (element) => (element?.innerText ?? "").replace(/\\s+/g, " ").trim();
  // Of what is not laid out: a row out of sight, the folded key, words along a line.
  const written = (element) => {
    const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walk.nextNode()) {
      const node = walk.currentNode;
      if (!node.parentElement.closest("[hidden]")) found.push(node.data.trim());
    }
    return found.filter(Boolean).join(" ");
  };
  const sees = (element) => Boolean(element?.checkVisibility({ checkVisibilityCSS: true }));
  const texts = (selector) => all(selector).filter(sees).map(words);
  const kind = (element) => element?.getAttribute("class") ?? "";
  const kinds = (selector) => [...new Set(all(selector).filter(sees).map(kind))].sort();
  // The cells that are: of an account that is not shown, none is.
  const seen = (row) => [...row.children]
    .filter((cell) => getComputedStyle(cell).display !== "none").map(written).join(" ");
  const on = (selector) => all(selector).map((one) => `${Object.values(one.dataset).join(" ")}`
    + `${one.classList.contains("is-focus") ? ", in focus" : ""}: ${kind(one.firstChild)} `
    + `${one.firstChild.getAttribute("width")} px ${words(one)}`).sort();
  return {
    tab: [document.title],
    head: texts("#kicker, #headline, #deck, .stamp"),
    accounts: all(".account").filter(sees).map(words),
    switches: [...all("input:checked").map((one) => one.ariaLabel ?? words(one.parentElement)),
      ...all("#theme").map((one) => words(one.selectedOptions[0]))],
    clock: [words(document.querySelector(".timeline-words")),
      ...all(".timeline [aria-pressed=true]").map(words), `${all(".tick").length} events`],
    sites: all("#sites li").filter(sees).map((item) => `${kind(item.querySelector("svg"))}: `
      + `${words(item)}${item.querySelector("[aria-pressed=true]") ? ", chosen" : ""}`),
    reported: all("#reported h3, #reported p, #reported summary, #reported .note").filter(sees)
      .map((one) => [kind(one.querySelector("path")), words(one)].filter(Boolean).join(": ")),
    question: [...all("#reach input").map((one) => one.value), ...texts(".reach-sum, #reach .note"),
      ...all(".reach-list li").map((one) => `${kind(one.querySelector("svg"))}: ${words(one)}`)],
    launcher: [...texts("#what-if .tool"), ...all(".pin-form input, .pin-form select").filter(sees)
      .map((one) => `${one.id} ${one.value}`)],
    table: [...texts(".count"),
      ...all("th[aria-sort]").map((one) => `${words(one)} ${one.ariaSort}`),
      ...all("#capital-table tbody tr, .tallies tbody tr").map((row) =>
        `${kind(row.querySelector("svg"))}: ${seen(row)}`
        + (row.classList.contains("is-chosen") ? ", chosen" : ""))],
    card: all("#card h2, #card p, #card li, #card summary").filter(sees)
      .map((one) => [kind(one), words(one)].filter(Boolean).join(": ")),
    marks: on(".folium-map .point"),
    lines: kinds(".folium-map path:not(.border, .land, .graticule, [d=''])"),
    names: all(".folium-map .label").filter(sees)
      .map((one) => `${kind(one)}: ${written(one)}`).sort(),
    key: [words(document.getElementById("key-line")), ...all("#legend-body li").map(written)],
  };
}"""


def changes(name, before, now):
    """Yield what has come, and how much has gone; all of it where only its order changed."""
    come = [line for line in now if line not in before]
    gone = len([line for line in before if line not in now])
    if before != now:
        yield f"{name}:" + (f" {gone} less" if gone else "")
        yield from (f"  {line}" for line in come or ([] if gone else now))


UNFOLD = """(within) => document.querySelectorAll(`${within} details`)
  .forEach((one) => { one.open = true; })"""


def test_the_page_reads_step_by_step_as_was_read_before(open_page, made_up, reads_as):
    page = open_page(infmap.make_map(made_up, focus="north-camp").get_root().render())
    told = []
    before = {}

    def tell(step):
        """Note what a step has changed on the page."""
        drawn(page)
        parts = page.evaluate(PARTS)
        address = fragment_of(page).split("&view=")[0]
        told.extend(["", f"== {step} ==", f"address {address}"])
        for name, lines in parts.items():
            told.extend(changes(name, before.get(name, []), lines))
        before.update(parts)

    tell("The page opens")
    page.evaluate(
        "document.querySelectorAll('#reported details').forEach((e) => { e.open = true })"
    )
    tell("All that is reported is unfolded")
    page.get_by_role("button", name="Warsaw").click()
    page.evaluate(UNFOLD, ".card")
    tell("Warsaw is chosen, and its answers are unfolded")
    switch(page, "Operator")
    tell("The operator's figures alone")
    switch(page, "All")
    page.locator(".site", has_text="West camp").click()
    tell("West camp is chosen in the list")
    go_back(page)
    tell("A step back")
    page.locator("#capital-search").fill("an")
    page.locator("thead button").first.click()
    page.locator("thead button").first.click()
    tell("Places with these letters, by name from the last")
    told.extend(["copied:", *(f"  {', '.join(row.values())}" for row in copied_table(page))])
    page.locator("#capital-search").fill("")
    page.locator("#site-search").fill("arrow")
    tell("Sites with this missile")
    page.locator("#site-search").fill("")
    page.get_by_role("button", name="Next event").click()
    tell("The next event")
    page.get_by_role("slider").press("ArrowRight")
    tell("The day after")
    turn(page, "site=north-camp&date=2020-06-01&capital=minsk")
    tell("Another day, and Minsk asked for")
    page.get_by_role("button", name="Any date").click()
    page.locator("#reach input").fill("")
    page.locator("#reach input").press("Enter")
    tell("Any date, and no capital")
    turn(page, "site=what-if&pin=30,50,1000")
    tell("A launcher of the reader's own")
    page.locator("#pin-system").select_option("heron")
    tell("With the figures for a missile")
    page.get_by_role("button", name="Take the launcher away").click()
    tell("Without the launcher")
    switch(page, "All sites")
    tell("All sites")
    switch(page, "True distance")
    tell("True distance")
    switch(page, "One site")
    tell("One site again")
    turn(page, "site=south-camp")
    tell("A site without a strike figure")
    assert page.complaints == []
    reads_as("\n".join(told), "page.txt")
