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

if (document.querySelector("[data-fill]")) {
  if (location.protocol.startsWith("http")) fill("origin", location.origin)
  // A new address for each visit, so that the calls also work the second time.
  const unused = Array.from(crypto.getRandomValues(new Uint8Array(3)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("")
  fill("email", `ada.${unused}@example.com`)
  fill("colleague_email", `noor.${unused}@example.com`)
  const facts = document.body.dataset.sandboxFacts
  if (facts && location.protocol.startsWith("http")) {
    try {
      const answer = await fetch(facts, { headers: { accept: "application/json" } })
      const { publishable_key } = answer.ok ? await answer.json() : {}
      if (typeof publishable_key === "string") {
        fill("publishable_key", publishable_key)
        for (const hint of document.querySelectorAll("[data-without-key]")) hint.hidden = true
      }
    } catch {
      // Not the sandbox, or offline: the placeholder and the hint beside it stay.
    }
  }
}
