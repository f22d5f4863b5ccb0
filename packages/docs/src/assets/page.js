// What a page of ours does once it is read: the colour switch, the copy buttons, and the facts of this server in the samples.
const root = document.documentElement

const colourSwitch = document.querySelector("[data-colour-switch]")
if (colourSwitch) {
  const isDark = () =>
    root.classList.contains("dark") ||
    (!root.classList.contains("light") && matchMedia("(prefers-color-scheme: dark)").matches)
  const label = () => colourSwitch.setAttribute("aria-label", isDark() ? "Switch to light" : "Switch to dark")
  colourSwitch.addEventListener("click", () => {
    const next = isDark() ? "light" : "dark"
    root.classList.remove("light", "dark")
    root.classList.add(next)
    label()
    try {
      localStorage.setItem("redoc.colorMode", next)
    } catch {
      // Not kept then; it holds for this page.
    }
  })
  label()
  colourSwitch.hidden = false
}

/** Puts the text on the clipboard; also on plain http, where browsers offer no clipboard to scripts but obey a selection. */
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const area = document.createElement("textarea")
  area.value = text
  document.body.append(area)
  area.select()
  const copied = document.execCommand("copy")
  area.remove()
  if (!copied) throw new Error("not copied")
}

for (const button of document.querySelectorAll("button.copy")) {
  const name = button.textContent
  button.hidden = false
  button.addEventListener("click", async () => {
    const code = button.parentElement?.querySelector("code")
    try {
      await copy(code?.textContent ?? "")
      button.textContent = "Copied"
      button.classList.add("done")
    } catch {
      button.textContent = "Select it"
      if (code) getSelection()?.selectAllChildren(code)
    }
    setTimeout(() => {
      button.textContent = name
      button.classList.remove("done")
    }, 1600)
  })
}

const fill = (name, value) => {
  for (const place of document.querySelectorAll(`[data-fill="${name}"]`)) place.textContent = value
}

// What somebody signed in for, on any of the pages; the references read it too. It never leaves this browser.
const drawer = "covenant.docs"
function readYours() {
  try {
    return JSON.parse(localStorage.getItem(drawer)) ?? {}
  } catch {
    return {} // storage can be forbidden
  }
}
function keepYours(news) {
  try {
    localStorage.setItem(drawer, JSON.stringify({ ...readYours(), ...news }))
  } catch {
    // Not kept then.
  }
}
function fillYours() {
  const { publishable_key, customer, staff } = readYours()
  if (publishable_key) {
    fill("publishable_key", publishable_key)
    for (const hint of document.querySelectorAll("[data-without-key]")) hint.hidden = true
  }
  fill("customer_token", customer?.token ?? "your-customer-token")
  fill("staff_token", staff?.token ?? "your-staff-token")
}

/** The facts of a sandbox; undefined anywhere else. */
async function askFacts() {
  const path = document.body.dataset.sandboxFacts
  if (!path || !location.protocol.startsWith("http")) return undefined
  try {
    const answer = await fetch(path, { headers: { accept: "application/json" } })
    const facts = answer.ok ? await answer.json() : undefined
    keepYours({ publishable_key: facts?.publishable_key ?? undefined })
    return facts
  } catch {
    return undefined // offline
  }
}
const sandboxFacts = askFacts()
globalThis.covenantDocs = { readYours, keepYours, fillYours, sandboxFacts }

if (document.querySelector("[data-fill]")) {
  if (location.protocol.startsWith("http")) fill("origin", location.origin)
  // A new address for each visit, so that the calls also work the second time.
  const unused = Array.from(crypto.getRandomValues(new Uint8Array(3)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("")
  fill("email", `ada.${unused}@example.com`)
  fill("colleague_email", `noor.${unused}@example.com`)
  const facts = await sandboxFacts
  fillYours()
  const link = document.querySelector("[data-demo]")
  if (link && facts?.sign_in) {
    link.textContent = `Sign in with ${facts.sign_in.name}`
    link.href = facts.sign_in.href
    document.querySelector("[data-demo-modes]").href = "/sandbox/sign-in"
    link.closest("[data-in-sandbox]").hidden = false
  }
}
