// One request that saves, and what came of it. It never follows to a page that asks to sign in.

const PATIENCE = 20_000;
const OUTCOMES = { 400: "full", 404: "gone", 409: "closed", 413: "full", 422: "full" };

function tokenInputs() {
  return [...document.querySelectorAll("[name=csrfmiddlewaretoken]")];
}

async function ask(address, options = {}) {
  try {
    const response = await fetch(address, {
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
      ...options,
      headers: { Accept: "application/json", ...options.headers },
    });
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    const answer = isJson ? await response.json() : {};
    if (response.ok && isJson) return { outcome: "saved", answer };
    if (response.status === 401) return { outcome: answer.reason ?? "signed_out", answer };
    if (response.status === 403) return { outcome: "forbidden", answer };
    return { outcome: OUTCOMES[response.status] ?? "failed", answer };
  } catch {
    return { outcome: "failed", answer: {} };
  }
}

/** What changed since `version`; the answer renews the token of each form of the page. */
export async function look(address, person, version) {
  const result = await ask(`${address}?${new URLSearchParams({ person, version })}`);
  if (result.outcome === "saved") {
    for (const input of tokenInputs()) input.value = result.answer.token;
  }
  return result;
}

function bodyOf(person, version, texts) {
  const body = new URLSearchParams({ person, version });
  for (const { path, values, known } of texts) {
    body.append(`base.${path}`, known.join(" "));
    for (const value of values) body.append(path, value);
  }
  return body;
}

function post(address, body, options) {
  const headers = { "X-CSRFToken": tokenInputs()[0]?.value ?? "" };
  return ask(address, { method: "POST", body, headers, ...options });
}

/** `texts`: { path, values, known }, known being the digests of what the field may hold. */
export async function save(address, person, version, texts) {
  const body = bodyOf(person, version, texts);
  const result = await post(address, body);
  if (result.outcome !== "forbidden") return result;
  // The token was of a session that ended: a new one, if there is a new session.
  const renewed = await look(address, person, version);
  return renewed.outcome === "saved" ? post(address, body) : renewed;
}

/** On the way out: the browser sends it, whatever becomes of the page. */
export function saveOnLeaving(address, person, version, texts) {
  post(address, bodyOf(person, version, texts), { keepalive: true, signal: null });
}
