/** What the samples need to know of a server and of the person who tries them. */
export interface SampleFacts {
  /** Without a trailing slash. */
  origin: string
  publishable_key: string
  email: string
}

export interface SampleCall {
  title: string
  text: string
  /** A command for a POSIX shell with curl and sed; the later ones use variables that the earlier ones set. */
  command: string
}

const password = "seven lamps in the harbour"
const keepToken = `| sed 's/.*"token":"\\([^"]*\\)".*/\\1/'`

/** The first calls a newcomer makes: an identity, the customer it becomes, and that customer reading itself. */
export const firstCalls = ({ origin, publishable_key, email }: SampleFacts): SampleCall[] => [
  {
    title: "Register",
    text: "Gives an address and a password to the store and keeps the registration token of the answer, good for 30 minutes.",
    command: `REGISTRATION=$(curl -s ${origin}/auth/customer/emailpass/register \\
  -H 'content-type: application/json' \\
  -d '{"email":"${email}","password":"${password}"}' \\
  ${keepToken})
echo "$REGISTRATION"`,
  },
  {
    title: "Become a customer",
    text: "The registration token is good for this one thing. The publishable key says which storefront is asking.",
    command: `curl -s ${origin}/store/customers \\
  -H "authorization: Bearer $REGISTRATION" \\
  -H 'x-publishable-api-key: ${publishable_key}' \\
  -H 'content-type: application/json' \\
  -d '{"email":"${email}","first_name":"Ada"}'`,
  },
  {
    title: "Sign in, and read yourself",
    text: "From now on an access token speaks for the customer.",
    command: `TOKEN=$(curl -s ${origin}/auth/customer/emailpass \\
  -H 'content-type: application/json' \\
  -d '{"email":"${email}","password":"${password}"}' \\
  ${keepToken})

curl -s ${origin}/store/customers/me \\
  -H "authorization: Bearer $TOKEN" \\
  -H 'x-publishable-api-key: ${publishable_key}'`,
  },
]
