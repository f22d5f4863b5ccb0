/** A page for staff: sign in, the people, inviting a colleague. */
import { createAdminClient, inCookie, type AdminComponents } from "@covenant/client"
import { attempt, find, line, onSubmit, sandbox, typed } from "../page.ts"

const admin = createAdminClient({ baseUrl: sandbox.baseUrl, auth: inCookie })

type Role = AdminComponents["schemas"]["UserRole"]
const roles: Record<string, Role> = { admin: "admin", developer: "developer", member: "member" }

async function show(): Promise<void> {
  const signed_in = await admin.auth.signedIn()
  find("#outside", HTMLElement).hidden = signed_in
  find("#inside", HTMLElement).hidden = !signed_in
  if (!signed_in) return
  const people: HTMLLIElement[] = []
  for await (const { email = "", first_name, last_name, role = "" } of admin.list("/admin/users")) {
    people.push(line([first_name, last_name].filter(Boolean).join(" ") || email, `${email}, ${role}`))
  }
  find("#people", HTMLUListElement).replaceChildren(...people)
  await showInvites()
}

async function showInvites(): Promise<void> {
  const lines: HTMLLIElement[] = []
  for await (const { id, user_email = "", role = "", accepted } of admin.list("/admin/invites")) {
    if (accepted) continue
    const withdraw = async () => {
      await admin.DELETE("/admin/invites/{invite_id}", { params: { path: { invite_id: id } } })
      await showInvites()
    }
    lines.push(line(user_email, `invited as ${role}`, { Withdraw: withdraw }))
  }
  find("#invites", HTMLUListElement).replaceChildren(...lines)
}

onSubmit("#credentials", async (form) => {
  await admin.auth.signIn({ email: typed(form, "email"), password: typed(form, "password") })
  form.reset()
})
onSubmit("#invite", async (form) => {
  const body = { user: typed(form, "user"), role: roles[typed(form, "role")] ?? "member" }
  await admin.POST("/admin/invites", { body })
  form.reset()
  await showInvites()
})
find("#sign-out", HTMLElement).addEventListener("click", () => void attempt(() => admin.auth.signOut()))

// Here, in another tab, or because the server said so.
admin.auth.onChange(() => void attempt(show))
await attempt(show)
