// Requests of our own scripts: same origin, with the form token, marked so that errors come as fragments.

const token = () => document.body.dataset.csrf || "";

/** fetch() that never throws: a broken link gives {status: 0}. */
export async function send(url, { method = "GET", body, signal } = {}) {
  const headers = { "X-Requested-With": "obih" };
  if (method !== "GET") headers["X-CSRFToken"] = token();
  try {
    return await fetch(url, { method, body, signal, headers, credentials: "same-origin" });
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    return { ok: false, status: 0, text: async () => "" };
  }
}

/** After signing in anew in another tab the page learns its new token, so that the typed text can be sent. */
export async function renewToken() {
  const url = document.body.dataset.tokenUrl;
  const answer = url ? await send(url) : { ok: false };
  if (!answer.ok) return false;
  const fresh = (await answer.text()).trim();
  document.body.dataset.csrf = fresh;
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = fresh;
  return true;
}

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token();
});
