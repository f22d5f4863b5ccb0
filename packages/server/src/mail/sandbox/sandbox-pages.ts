import type { RequestHandler, Response, Router } from "express"
import express from "express"
import { isLoopback } from "../../lib/loopback.ts"
import type { Services } from "../../context.ts"
import { sandbox_pages } from "../links.ts"
import type { Page } from "./mailbox-pages.ts"
import { incompletePage, letterPage, linkPage, mailboxPage, mailPage } from "./mailbox-pages.ts"
import { readMailbox } from "./read-mailbox.ts"

/**
 * The mail the sandbox keeps, and the pages its links open by default. For the sandbox alone: whoever reads this mail can
 * take over every account.
 */
export function sandboxPages(services: Services): Router {
  const { config } = services
  const router = express.Router()
  router.use("/sandbox", forThisMachine(config))

  router.get("/sandbox/mail", async (_request, response) => send(response, mailboxPage(await readMailbox(services))))
  router.get("/sandbox/mail.json", async ({ originalUrl }, response) => {
    const mail = await readMailbox(services, { to: queryOf(originalUrl).get("to") ?? undefined })
    response.set({ "cache-control": "no-store", "x-content-type-options": "nosniff" }).json({ mail })
  })
  const pages = { "/sandbox/mail/:id": mailPage, "/sandbox/mail/:id/html": letterPage }
  for (const [path, page] of Object.entries(pages)) {
    router.get(path, async ({ params: { id } }, response, next) => {
      const [mail] = typeof id === "string" && uuid.test(id) ? await readMailbox(services, { id }) : []
      if (mail) send(response, page(mail))
      else next()
    })
  }

  const new_password = { label: "New password", type: "password", autocomplete: "new-password" } as const
  const origin = config.public_base_url
  linked(router, sandbox_pages.reset, (token) => ({
    title: "Choose a new password",
    lead: "For a customer of the store. The link works once.",
    origin,
    call: {
      path: "/auth/customer/emailpass/update",
      headers: { authorization: `Bearer ${token}` },
      body: {},
      done: "The password was changed. Every session has ended: sign in again.",
    },
    fields: [{ name: "password", ...new_password }],
  }))
  linked(router, sandbox_pages.verification, (token) => ({
    title: "Confirm the address",
    lead: "Proves that mail to the address reaches you. The link works once.",
    origin,
    call: {
      path: "/auth/verification/confirm",
      headers: {},
      body: { token },
      done: "The address is proven. Go on where you registered.",
    },
    fields: [],
  }))
  linked(router, sandbox_pages.admin_reset, (token) => ({
    title: "Choose a new password",
    lead: "For a member of the staff. The link works once.",
    origin,
    call: {
      path: "/admin/users/reset-password",
      headers: {},
      body: { token },
      done: "The password was changed. Every session has ended: sign in again.",
    },
    fields: [{ name: "password", ...new_password }],
  }))
  linked(router, sandbox_pages.invite, (token) => ({
    title: "Accept the invite",
    lead: "Makes you a member of the staff. The link works once.",
    origin,
    call: {
      path: "/admin/invites/accept",
      headers: {},
      body: { token },
      done: "Welcome. Sign in with the address that was invited and your new password.",
    },
    fields: [
      { name: "user.first_name", label: "First name", type: "text", autocomplete: "given-name" },
      { name: "user.last_name", label: "Last name", type: "text", autocomplete: "family-name" },
      { name: "user.password", ...new_password },
    ],
  }))
  return router
}

/** Leaves the router for what was asked of another name than this machine's. */
export const forThisMachine =
  ({ sandbox_allow_remote }: Pick<Services["config"], "sandbox_allow_remote">): RequestHandler =>
  (request, _response, next) => {
    // A page elsewhere whose name was made to lead here (DNS rebinding) would be of the same origin for a browser.
    if (sandbox_allow_remote || isLoopback(request.hostname ?? "")) next()
    else next("router")
  }

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A page that a mailed link opens. It only shows what can be done: mail scanners open every link, often (W7). */
function linked(
  router: Router,
  path: string,
  page: (token: string) => Omit<Parameters<typeof linkPage>[0], "path">,
): void {
  router.get(path, (request, response) => {
    const token = queryOf(request.originalUrl).get("token") ?? ""
    if (/^[\w.-]{16,200}$/.test(token)) send(response, linkPage({ path, ...page(token) }))
    else send(response.status(400), incompletePage(path))
  })
}

// The application reads no query of its own accord: the binder does, for its operations.
const queryOf = (url: string): URLSearchParams =>
  URL.parse(url, "http://localhost")?.searchParams ?? new URLSearchParams()

const send = (response: Response, { html, headers }: Page): void => {
  response.set(headers).send(html)
}
