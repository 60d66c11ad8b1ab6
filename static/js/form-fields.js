// The fields of a step, by path: those that say, in an input named « base.<path> », which text they
// started from. A value is the list of texts that the browser would send.

const isBox = (input) => input.type === "checkbox" || input.type === "radio";
/** Opens the group that `input` is folded in, if any. */
const unfold = (input) => input.closest("details.dossier-boxes__group")?.setAttribute("open", "");

export class FormFields {
  constructor(form) {
    this.form = form;
  }

  /** The inputs of a name, by the browser's own index: a selector would read all of the form. */
  named(name) {
    const found = this.form.elements.namedItem(name) ?? [];
    const inputs = found instanceof RadioNodeList ? [...found] : [found].flat();
    return inputs.filter((input) => input.name === name);
  }

  base(path) {
    return this.named(`base.${path}`)[0];
  }

  get paths() {
    const names = [...this.form.elements].map((input) => input.name ?? "");
    return names.filter((name) => name.startsWith("base.")).map((name) => name.slice(5));
  }

  inputs(path) {
    return this.named(path);
  }

  /** Whether several can be chosen: a lone box says « on ». */
  isList(path) {
    return this.inputs(path).some((input) => input.type === "checkbox" && input.value !== "on");
  }

  values(path) {
    return this.inputs(path)
      .filter((input) => !isBox(input) || input.checked)
      .map((input) => input.value);
  }

  /** What the page came with. */
  firstValues(path) {
    return this.inputs(path)
      .filter((input) => !isBox(input) || input.defaultChecked)
      .map((input) => {
        if (input.tagName !== "SELECT") return isBox(input) ? input.value : input.defaultValue;
        const options = [...input.options];
        return (options.find((option) => option.defaultSelected) ?? options[0])?.value ?? "";
      });
  }

  set(path, values) {
    for (const input of this.inputs(path)) {
      if (isBox(input)) input.checked = values.includes(input.value);
      else input.value = values[0] ?? "";
      if (input.checked) unfold(input);
    }
    // For what else listens on the page.
    this.inputs(path)[0]?.dispatchEvent(new Event("input", { bubbles: true }));
  }

  label(path) {
    const input = this.inputs(path)[0];
    const label = input?.closest("fieldset.dossier-boxes")?.querySelector("legend") ?? input?.labels?.[0];
    return label?.firstChild?.textContent.trim() || path;
  }

  /** Where the person is, or was: the path and the place of the caret. */
  place(input) {
    if (!input?.name || !this.form.contains(input)) return null;
    const caret = isBox(input) || input.tagName === "SELECT" ? null : input.selectionStart;
    return { path: input.name, value: isBox(input) ? input.value : null, caret };
  }

  get focus() {
    return this.place(document.activeElement);
  }

  set focus({ path, value, caret }) {
    const inputs = this.inputs(path);
    const input = inputs.find((each) => each.value === value) ?? inputs[0];
    if (input) unfold(input);
    input?.focus();
    if (input && caret !== null) input.setSelectionRange?.(caret, caret);
  }
}
