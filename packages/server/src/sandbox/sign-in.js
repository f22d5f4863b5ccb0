// Shows what a sign-in came back with, and who that is.
const came = document.querySelector(".came")
const outcome = came.querySelector(".outcome")
const raw = came.querySelector("pre")
const samples = came.querySelector("[data-samples]")
const remembered = "sandbox-sign-in-verifier"

const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")

/** The mode `code` needs a proof that whoever exchanges it is whoever began: made here, and kept here. */
async function startWithCode(link) {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)))
  sessionStorage.setItem(remembered, verifier)
  const to = new URL(link.href)
  const challenge = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))
  to.searchParams.set("code_challenge", base64url(challenge))
  location.assign(to)
}

/** In the mode `json` the callback stays where it is; what it answers is read from its window. */
function startWithJson(link) {
  const opened = window.open(link.href, "covenant-sign-in", "popup,width=520,height=640")
  if (!opened) return false
  const look = setInterval(() => {
    if (opened.closed) clearInterval(look)
    let text
    try {
      if (opened.location.pathname.startsWith("/api/auth/oauth/callback/")) text = opened.document.body?.innerText
    } catch {
      return // at the provider, which is another origin
    }
    if (!text) return
    clearInterval(look)
    opened.close()
    void show("json", JSON.parse(text))
  }, 100)
  return true
}

for (const link of document.querySelectorAll(".modes a.button")) {
  const { mode } = link.closest("[data-mode]").dataset
  link.addEventListener("click", (event) => {
    if (mode === "code") {
      event.preventDefault()
      void startWithCode(link)
    } else if (mode === "json" && startWithJson(link)) event.preventDefault()
  })
}

async function call(path, init = {}) {
  const answer = await fetch(path, init)
  return { ok: answer.ok, body: await answer.json() }
}

const exchange = (code) =>
  call("/api/auth/oauth/exchange", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code, code_verifier: sessionStorage.getItem(remembered) ?? "", client_id: "sandbox" }),
  })

/** Who is signed in: by the token, or else by the cookie. */
const whoIs = (token) =>
  call("/store/customers/me", {
    credentials: token ? "omit" : "same-origin",
    headers: {
      "x-publishable-api-key": document.body.dataset.key,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
  })

async function show(mode, received) {
  came.hidden = false
  samples.hidden = true
  const parts = [received]
  const write = () => {
    raw.textContent = parts.map((part) => JSON.stringify(part, null, 2)).join("\n\n")
  }
  write()
  outcome.textContent = "…"
  const refusal = received.error ?? (received.type ? received.code : undefined)
  if (refusal) {
    outcome.textContent = `Refused: ${received.error_description ?? received.message ?? refusal}`
    return
  }
  try {
    let { token } = received
    if (mode === "code") {
      const { ok, body } = await exchange(received.code)
      parts.push(body)
      write()
      if (!ok) throw new Error(body.message)
      token = body.token
    }
    const { ok, body } = await whoIs(token)
    if (!ok) throw new Error(body.message)
    const { first_name, last_name, email } = body.customer
    outcome.textContent = `Signed in by ${mode} as ${first_name} ${last_name}, ${email}.`
    // Not one that travelled in a query: it ends in a minute.
    if (token && mode !== "query") {
      globalThis.covenantDocs.keepYours({ customer: { email, token } })
      samples.hidden = false
    }
  } catch (error) {
    outcome.textContent = `It came back, and then: ${error.message}`
  }
}

const parameters = Object.fromEntries([
  ...new URLSearchParams(location.search),
  ...new URLSearchParams(location.hash.slice(1)),
])
// A secret stays in an address no longer than it has to.
if (location.search || location.hash) history.replaceState(null, "", location.pathname)
if (Object.keys(parameters).length > 0) void show(parameters.state, parameters)
