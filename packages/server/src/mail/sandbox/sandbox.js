// Makes the call that a form describes: its fields are put into the body under their dotted names.
const form = document.querySelector("form[data-call]")
const outcome = document.querySelector(".outcome")

form?.addEventListener("submit", async (event) => {
  event.preventDefault()
  const { path, headers, body, done } = JSON.parse(form.dataset.call)
  for (const [name, value] of new FormData(form)) {
    const keys = name.split(".")
    const last = keys.pop()
    keys.reduce((within, key) => (within[key] ??= {}), body)[last] = value
  }
  const button = form.querySelector("button")
  button.disabled = true
  outcome.textContent = "…"
  try {
    const answer = await fetch(path, {
      method: "POST",
      credentials: "omit",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    })
    const { message, errors = [] } = await answer.json()
    outcome.textContent = answer.ok ? done : [message, ...errors.map((error) => error.message)].join(" ")
  } catch {
    outcome.textContent = "The server does not answer."
  }
  button.disabled = false
})
