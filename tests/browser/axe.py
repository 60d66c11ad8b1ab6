"""What axe finds in a page."""

from axe_playwright_python.base import AXE_SCRIPT

# Targets of 24 pixels (WCAG 2.2, 2.5.8), which axe leaves out unless asked.
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
CONTRAST = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
# An empty `style` attribute would stay, and htmx would copy it, which the content policy forbids.
RESTORE_BARS = """bars => bars.forEach(([bar, style]) => {
  bar.style.cssText = style;
  if (!style) bar.removeAttribute("style");
})"""
LAY_STICKY_BARS = """() => [...document.querySelectorAll("body *")]
  .filter(node => getComputedStyle(node).position === "sticky")
  .map(bar => {
    const style = bar.style.cssText;
    bar.style.position = "relative";
    bar.style.inset = "auto";
    return [bar, style];
  })"""
RUN = """options => axe.run(options).then(found => found.violations.map(
  each => [each.id, each.nodes.map(node => node.html.slice(0, 200))]))"""


def show_as_without_scripts(page):
    """Has `page`, before it is opened, look as where no script runs: axe itself needs them."""

    def without_scripts(route):
        answer = route.fetch()
        sheet = answer.text().replace("(scripting: none)", "(scripting: enabled)")
        route.fulfill(response=answer, body=sheet)

    page.route("**/*.css", without_scripts)
    page.route("**/*.js", lambda route: route.fulfill(content_type="text/javascript", body=""))


def found_by_axe(page, options=OPTIONS):
    """{rule of axe: the elements that break it}, in the page as it is scrolled."""
    # Once per document: the script is half a megabyte.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # The mouse of a headless shell is over the corner of each new page, which changes colours.
    page.mouse.move(-1, -1)
    return dict(page.evaluate(RUN, options))


def violations(page, options=OPTIONS):
    """The same, with the bars that stick laid in the flow meanwhile: what they cover changes with
    the scroll, and axe would call a link half under one too small.
    """
    bars = page.evaluate_handle(LAY_STICKY_BARS)
    found = found_by_axe(page, options)
    bars.evaluate(RESTORE_BARS)
    return found
