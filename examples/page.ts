import { isApiError } from "@covenant/client"

/** What the pages are served with: see scripts/serve-examples.ts. */
declare const API_URL: string
declare const PUBLISHABLE_KEY: string
export const sandbox = { baseUrl: API_URL, publishableKey: PUBLISHABLE_KEY }

export function find<Kind extends Element>(selector: string, kind: new () => Kind): Kind {
  const element = document.querySelector(selector)
  if (!(element instanceof kind)) throw new Error(`The page has no ${selector}.`)
  return element
}

/** What people typed, by the names of the fields. */
export const typed = (form: HTMLFormElement, name: string): string => {
  const value = new FormData(form).get(name)
  return typeof value === "string" ? value : ""
}

/** Does something, and shows the refusal if there is one. */
export async function attempt(action: () => Promise<unknown>): Promise<void> {
  const message = find("#message", HTMLElement)
  message.textContent = ""
  try {
    await action()
  } catch (error) {
    if (!isApiError(error)) message.textContent = "The server cannot be reached."
    else
      message.textContent = [error.message, ...error.errors.map((field) => `${field.path}: ${field.message}`)].join(" ")
  }
}

export function onSubmit(selector: string, action: (form: HTMLFormElement, pressed: string) => Promise<unknown>): void {
  const form = find(selector, HTMLFormElement)
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const pressed = event.submitter instanceof HTMLButtonElement ? event.submitter.value : ""
    void attempt(() => action(form, pressed))
  })
}

/** A line of a list: what it says, quieter what it adds, and what can be done with it. */
export function line(says: string, adds: string, actions: Record<string, () => Promise<unknown>> = {}): HTMLLIElement {
  const item = document.createElement("li")
  const text = document.createElement("span")
  const small = document.createElement("small")
  small.textContent = adds
  text.append(says, document.createElement("br"), small)
  item.append(text)
  for (const [name, action] of Object.entries(actions)) {
    const button = document.createElement("button")
    button.className = "quiet"
    button.textContent = name
    button.ariaLabel = `${name}: ${says}`
    button.addEventListener("click", () => void attempt(action))
    item.append(button)
  }
  return item
}
