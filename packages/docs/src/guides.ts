import type { SampleCall, SampleFacts } from "./first-calls.ts"

/** What the guides need to know besides. */
export interface GuideFacts extends SampleFacts {
  admin_email: string
  admin_password: string
  /** Of somebody who is invited. */
  colleague_email: string
}

export interface GuideStep extends SampleCall {
  /** A part of what the command prints. */
  prints: string
}

/** A story told in commands, to be pasted one after the other into one shell. */
export interface Guide {
  /** Its anchor. */
  id: string
  title: string
  text: string
  steps: readonly GuideStep[]
}

const password = "seven lamps in the harbour"
const new_password = "quiet bell over the water"
const keep = (property: string): string => `| sed 's/.*"${property}":"\\([^"]*\\)".*/\\1/'`

/** The stories of `openapi/journeys`, for people. */
export const guides = (facts: GuideFacts): Guide[] => [forgottenPassword(facts), newColleague(facts)]

function forgottenPassword({ origin, publishable_key, email }: GuideFacts): Guide {
  const json = `-H 'content-type: application/json'`
  const key = `-H 'x-publishable-api-key: ${publishable_key}'`
  const signIn = (chosen: string): string => `TOKEN=$(curl -s ${origin}/auth/customer/emailpass \\
  ${json} \\
  -d '{"email":"${email}","password":"${chosen}"}' \\
  ${keep("token")})`
  const me = `curl -s ${origin}/store/customers/me \\
  -H "authorization: Bearer $TOKEN" \\
  ${key}`
  return {
    id: "forgotten-password",
    title: "A customer forgets the password",
    text: "From signing up to signing in with a new password. What one command keeps in a variable, the next ones use.",
    steps: [
      {
        title: "Sign up",
        text: "The first call gives an address and a password to the store and keeps a registration token. The second one turns it into a customer.",
        command: `REGISTRATION=$(curl -s ${origin}/auth/customer/emailpass/register \\
  ${json} \\
  -d '{"email":"${email}","password":"${password}"}' \\
  ${keep("token")})

curl -s ${origin}/store/customers \\
  -H "authorization: Bearer $REGISTRATION" \\
  ${key} \\
  ${json} \\
  -d '{"email":"${email}","first_name":"Ada"}'`,
        prints: `"first_name":"Ada"`,
      },
      {
        title: "Refresh, and read yourself",
        text: "The registration token knows no customer. Refreshing it gives one that speaks for the customer.",
        command: `TOKEN=$(curl -s -X POST ${origin}/auth/token/refresh \\
  -H "authorization: Bearer $REGISTRATION" \\
  ${keep("token")})

${me}`,
        prints: `"email":"${email}"`,
      },
      {
        title: "Keep an address",
        text: "It becomes the address to ship to. The answer is the customer, with the address book.",
        command: `curl -s ${origin}/store/customers/me/addresses \\
  -H "authorization: Bearer $TOKEN" \\
  ${key} \\
  ${json} \\
  -d '{"address_name":"Home","address_1":"12 Mill Lane","city":"Bath","country_code":"gb","is_default_shipping":true}'`,
        prints: `"city":"Bath"`,
      },
      {
        title: "Forget the password",
        text: "The answer is the same whether anybody has the address or not. Whoever has it gets a mail, at most one a minute.",
        command: `curl -s ${origin}/auth/customer/emailpass/reset-password \\
  ${json} \\
  -d '{"identifier":"${email}"}'`,
        prints: `{"success":true}`,
      },
      {
        title: "Read the mail",
        text: "The sandbox keeps its mail for you to see. In production the link leads to a page of your storefront, which takes the token from its address.",
        command: `RESET=$(curl -s '${origin}/sandbox/mail.json?to=${email}' \\
  ${keep("token")})
echo "a token of \${#RESET} characters"`,
        prints: "a token of 43 characters",
      },
      {
        title: "Choose another password",
        text: "The token works once, within 15 minutes. A password that is refused leaves it usable.",
        command: `curl -s ${origin}/auth/customer/emailpass/update \\
  -H "authorization: Bearer $RESET" \\
  ${json} \\
  -d '{"password":"${new_password}"}'`,
        prints: `{"success":true}`,
      },
      {
        title: "See that the old session is dead",
        text: "Whoever was signed in before is not any more, wherever it was.",
        command: me,
        prints: `"code":"session_revoked"`,
      },
      {
        title: "Sign in again",
        text: "With the new password; the old one is refused.",
        command: `${signIn(new_password)}

${me}`,
        prints: `"first_name":"Ada"`,
      },
    ],
  }
}

function newColleague({ origin, admin_email, admin_password, colleague_email }: GuideFacts): Guide {
  const json = `-H 'content-type: application/json'`
  const signIn = (
    variable: string,
    email: string,
    chosen: string,
  ): string => `${variable}=$(curl -s ${origin}/admin/auth/token \\
  ${json} \\
  -d '{"email":"${email}","password":"${chosen}"}' \\
  ${keep("access_token")})`
  const me = (variable: string): string => `curl -s ${origin}/admin/auth -H "authorization: Bearer $${variable}"`
  return {
    id: "new-colleague",
    title: "A colleague joins the staff, and leaves",
    text: "An administrator invites somebody, who accepts by mail, signs in and is removed again.",
    steps: [
      {
        title: "Sign in as an administrator",
        text: "Put the administrator's address and password in their places. The sandbox shows its own on the start screen.",
        command: `${signIn("ADMIN", admin_email, admin_password)}

${me("ADMIN")}`,
        prints: `"role":"admin"`,
      },
      {
        title: "Invite a colleague",
        text: "The answer shows the token of the invite once; the same is mailed. A second invite for the address replaces the first.",
        command: `curl -s ${origin}/admin/invites \\
  -H "authorization: Bearer $ADMIN" \\
  ${json} \\
  -d '{"user":"${colleague_email}","role":"admin"}'`,
        prints: `"accepted":false`,
      },
      {
        title: "Read the mail",
        text: "As the colleague does. In production the link leads to a page of your admin, which takes the token from its address.",
        command: `INVITE=$(curl -s '${origin}/sandbox/mail.json?to=${colleague_email}' \\
  ${keep("token")})
echo "a token of \${#INVITE} characters"`,
        prints: "a token of 43 characters",
      },
      {
        title: "Accept the invite",
        text: "The address and the role are the invite's; the colleague says only who they are. Nobody is signed in by it.",
        command: `curl -s ${origin}/admin/invites/accept \\
  ${json} \\
  -d '{"token":"'$INVITE'","user":{"first_name":"Noor","last_name":"Haddad","password":"${password}"}}'`,
        prints: `{"success":true}`,
      },
      {
        title: "Sign in as the colleague",
        text: "Their token beside the administrator's: two people, one shell.",
        command: `${signIn("COLLEAGUE", colleague_email, password)}

${me("COLLEAGUE")}`,
        prints: `"first_name":"Noor"`,
      },
      {
        title: "Remove the colleague",
        text: "Only an administrator can, nobody can remove themselves, and there is always an administrator left.",
        command: `ID=$(${me("COLLEAGUE")} \\
  ${keep("id")})

curl -s -X DELETE ${origin}/admin/users/$ID \\
  -H "authorization: Bearer $ADMIN"`,
        prints: `"deleted":true`,
      },
      {
        title: "See that they are out",
        text: "At once: their token was good for a day, and is refused at its next use.",
        command: me("COLLEAGUE"),
        prints: `"code":"session_revoked"`,
      },
    ],
  }
}
