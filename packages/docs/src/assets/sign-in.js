// The landing page's sign-in box: it gives the samples of all pages a key and a token, which stay in this browser.
const box = document.querySelector("[data-sign-in]")
const form = box.querySelector("form")
const outcome = form.querySelector(".outcome")
const list = box.querySelector("[data-credentials]")
const { readYours, keepYours, fillYours, sandboxFacts } = globalThis.covenantDocs

const ways = {
  customer: { path: "/auth/customer/emailpass", token: "token", title: "Customer" },
  staff: { path: "/admin/auth/token", token: "access_token", title: "Staff" },
}

/** When a token ends, in milliseconds; it is read, not believed. */
const endOf = (token) => {
  try {
    return JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"))).exp * 1000
  } catch {
    return 0
  }
}

function showYours() {
  fillYours()
  const yours = readYours()
  list.replaceChildren()
  for (const [who, { title }] of Object.entries(ways)) {
    const { email, token } = yours[who] ?? {}
    if (!token) continue
    const [name, fact, forget] = ["dt", "dd", "button"].map((tag) => document.createElement(tag))
    const ends = endOf(token)
    const minutes = Math.round((ends - Date.now()) / 60_000)
    const left = minutes > 90 ? `${Math.round(minutes / 60)} hours` : `${minutes} minutes`
    name.textContent = title
    fact.textContent = `${email}, ${minutes > 0 ? `good for ${left} ` : "ended; sign in again "}`
    forget.type = "button"
    forget.textContent = "Forget"
    forget.setAttribute("aria-label", `Forget the token of ${email}`)
    forget.addEventListener("click", () => {
      keepYours({ [who]: undefined })
      outcome.textContent = "Forgotten."
      showYours()
      form.elements.email.focus()
    })
    fact.append(forget)
    list.append(name, fact)
  }
  list.hidden = list.childElementCount === 0
  document.querySelector("[data-with-token]").hidden = !yours.customer?.token
}

const facts = await sandboxFacts
function suggest() {
  const who = form.elements.who.value
  const known = who === "customer" ? facts?.customer : { email: facts?.administrator, password: "" }
  form.elements.email.value = known?.email ?? ""
  form.elements.password.value = known?.password ?? ""
  form.querySelector("[data-hint]").textContent = !facts
    ? ""
    : who === "customer"
      ? "The demo customer of this sandbox is filled in."
      : "The start screen in your terminal shows the password."
}
form.addEventListener("change", ({ target }) => {
  if (target.name === "who") suggest()
})

form.addEventListener("submit", async (event) => {
  event.preventDefault()
  const { who, email, password } = Object.fromEntries(new FormData(form))
  const way = ways[who]
  const button = form.querySelector("button")
  button.disabled = true
  outcome.textContent = "…"
  try {
    const answer = await fetch(way.path, {
      method: "POST",
      credentials: "omit",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password }),
    })
    const body = await answer.json()
    if (answer.ok && body[way.token]) {
      keepYours({ [who]: { email, token: body[way.token] } })
      outcome.textContent = "Signed in. The samples now have your token."
      showYours()
    } else outcome.textContent = body.message ?? "The server wants more than a password."
  } catch {
    outcome.textContent = "The server does not answer."
  }
  button.disabled = false
})

if (location.protocol.startsWith("http")) {
  suggest()
  showYours()
  if (facts) {
    const running = box.querySelector("[data-running]")
    running.querySelector("code").textContent = location.origin
    running.hidden = false
    for (const place of document.querySelectorAll("[data-sandbox-only]")) place.hidden = false
  }
  box.hidden = false
}
