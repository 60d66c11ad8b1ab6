// In a frame: the colours of the reader's device, where they are asked; tells the page around it its height.
const root = document.documentElement;
if (root.dataset.embedTheme === "systeme") {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    root.dataset.frTheme = dark.matches ? "dark" : "light";
  };
  dark.addEventListener("change", apply);
  apply();
}
if (parent !== window) {
  const tell = () => {
    parent.postMessage({ villesPartageesHeight: document.body.offsetHeight }, "*");
  };
  new ResizeObserver(tell).observe(document.body);
  addEventListener("message", (event) => {
    if (event.source === parent && event.data && event.data.villesPartageesMeasure) tell();
  });
}
