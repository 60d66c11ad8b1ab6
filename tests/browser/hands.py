"""How a person acts on a page: by the keyboard alone, or with each act counted."""


class Keyboard:
    """The page by its keyboard alone."""

    def __init__(self, page):
        self.page = page

    def go_to(self, selector):
        """Press Tab until what `selector` names has the focus."""
        for _press in range(250):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"never reached by Tab: {selector}")

    def write(self, selector, text):
        self.go_to(selector)
        self.page.keyboard.type(text)

    def press(self, selector, key):
        self.go_to(selector)
        self.page.keyboard.press(key)

    def choose(self, selector, letters):
        """In a list, typing the beginning of a choice chooses it."""
        self.write(selector, letters)

    def following(self, slug):
        self.press('[name=do][value^="goto:"].fr-icon-arrow-right-line', "Enter")
        self.page.wait_for_url(f"**/{slug}/**")


class Counted:
    """Counts what a person does: a click, a field filled, a choice made."""

    def __init__(self, page):
        self.page = page
        self.count = 0

    def __getattr__(self, act):
        def counted(selector, *arguments, **options):
            self.count += 1
            target = self.page.locator(selector).first
            return getattr(target, act)(*arguments, **options)

        return counted

    def following(self):
        # What is typed is saved first: the next page comes a while after the click.
        with self.page.expect_navigation():
            self.click('.dossier-foot [name=do][value^="goto:"].fr-icon-arrow-right-line')
