// For the page of another site: gives each frame of the registry the height of its content.
(() => {
  const origin = new URL(document.currentScript.src).origin;
  const frames = () => [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(`${origin}/integrer/`));
  addEventListener("message", (event) => {
    const height = Number(event.data && event.data.villesPartageesHeight);
    if (event.origin !== origin || !(height > 0)) return;
    for (const frame of frames()) {
      if (frame.contentWindow === event.source) frame.style.height = `${Math.min(Math.ceil(height), 5000)}px`;
    }
  });
  for (const frame of frames()) frame.contentWindow.postMessage({ villesPartageesMeasure: true }, "*");
})();
