/** The look of these pages for pages that a server writes while it runs. */
import { ownPagePolicy, printPolicy } from "./content-security.ts"
import { ownPage, type OwnPage } from "./site-shell.ts"

export interface LivePage extends OwnPage {
  /** Whether it shows other pages of its origin in a frame. */
  frames?: boolean
  /** Whether its forms are posted, and may lead elsewhere. */
  posts?: boolean
}

/** The page, and the headers it must be answered with: nothing in it runs or loads but what is named here. */
export function livePage({ frames = false, posts = false, ...page }: LivePage): {
  html: string
  headers: Record<string, string>
} {
  const html = ownPage(page)
  const { "form-action": closed, ...own } = ownPagePolicy(html)
  const policy = {
    ...own,
    // Browsers hold the directive against every redirect that follows, so there is no list to give.
    ...(posts ? {} : { "form-action": closed ?? [] }),
    ...(frames ? { "frame-src": ["'self'"] } : {}),
    "frame-ancestors": ["'none'"],
  }
  return {
    html,
    headers: {
      "cache-control": "no-store",
      "content-security-policy": printPolicy(policy),
      "content-type": "text/html; charset=utf-8",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  }
}
