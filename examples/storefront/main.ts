/** A customer's account: register, sign in, the name, the address book. */
import { createStoreClient, inLocalStorage } from "@covenant/client"
import { attempt, find, line, onSubmit, sandbox, typed } from "../page.ts"

const store = createStoreClient({ ...sandbox, auth: inLocalStorage })

const outside = find("#outside", HTMLElement)
const inside = find("#inside", HTMLElement)
const addresses = find("#addresses", HTMLUListElement)

async function show(): Promise<void> {
  const signed_in = await store.auth.signedIn()
  outside.hidden = signed_in
  inside.hidden = !signed_in
  if (!signed_in) return
  const { data } = await store.GET("/store/customers/me")
  const { email = "", first_name, last_name } = data.customer
  find("#email", HTMLElement).textContent = email
  find("[name=first_name]", HTMLInputElement).value = first_name ?? ""
  find("[name=last_name]", HTMLInputElement).value = last_name ?? ""
  await showAddresses()
}

async function showAddresses(): Promise<void> {
  const lines: HTMLLIElement[] = []
  for await (const { id, address_1, city, country_code, is_default_shipping } of store.list(
    "/store/customers/me/addresses",
  )) {
    const params = { path: { address_id: id } }
    const path = "/store/customers/me/addresses/{address_id}"
    const where = [city, country_code?.toUpperCase(), is_default_shipping ? "parcels go here" : ""]
    const preferred = async () => {
      await store.POST(path, { params, body: { is_default_shipping: true } })
      await showAddresses()
    }
    const remove = async () => {
      await store.DELETE(path, { params })
      await showAddresses()
    }
    lines.push(
      line(address_1 ?? "", where.filter(Boolean).join(", "), {
        ...(is_default_shipping ? {} : { "Send parcels here": preferred }),
        Remove: remove,
      }),
    )
  }
  addresses.replaceChildren(...(lines.length > 0 ? lines : [line("None yet", "Add the first one below.")]))
}

onSubmit("#credentials", async (form, pressed) => {
  const credentials = { email: typed(form, "email"), password: typed(form, "password") }
  await (pressed === "register" ? store.auth.register(credentials) : store.auth.signIn(credentials))
  form.reset()
})
onSubmit("#name", async (form) => {
  const body = { first_name: typed(form, "first_name") || null, last_name: typed(form, "last_name") || null }
  await store.POST("/store/customers/me", { body })
})
onSubmit("#address", async (form) => {
  const body = {
    address_1: typed(form, "address_1"),
    city: typed(form, "city"),
    country_code: typed(form, "country_code").toLowerCase(),
  }
  await store.POST("/store/customers/me/addresses", { body })
  form.reset()
  await showAddresses()
})
find("#sign-out", HTMLElement).addEventListener("click", () => void attempt(() => store.auth.signOut()))
find("#sign-out-everywhere", HTMLElement).addEventListener(
  "click",
  () => void attempt(() => store.auth.signOut({ everywhere: true })),
)

// Here, in another tab, or because the server said so.
store.auth.onChange(() => void attempt(show))
await attempt(show)
