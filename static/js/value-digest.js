// The digest that the server gives of a value (document/buffer.py, value_digest): so the page can
// name the texts that it sent, even where the answer got lost.

function canonical(value) {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The digest of `values`, or "" where the browser makes none: on a page without TLS. */
export async function valueDigest(values, isList) {
  if (!globalThis.crypto?.subtle) return "";
  const shown = values.map((text) => {
    const line = text.replace(/\r\n?/g, "\n").replaceAll("\0", "\ufffd");
    return line.toWellFormed ? line.toWellFormed() : line;
  });
  const value = isList && shown.length ? shown : (shown[0] ?? "");
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonical(value)));
  const hex = [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0"));
  return hex.join("").slice(0, 16);
}
