// Redoc would compile its search for a worker with Function(), which the page's policy refuses and reports.
// Where there are no workers it searches in the page itself, fast enough for a contract.
globalThis.Worker = undefined

/** The contract with the address of this server, and the key and tokens that somebody signed in for on the landing page. */
globalThis.withYours = (contract) => {
  if (!location.protocol.startsWith("http")) return contract
  let yours = {}
  try {
    yours = JSON.parse(localStorage.getItem("covenant.docs")) ?? {}
  } catch {
    // Storage can be forbidden; the placeholders stay.
  }
  const words = Object.entries({
    "http://127.0.0.1:9000": location.origin,
    pk_your_key: yours.publishable_key,
    "your-customer-token": yours.customer?.token,
    "your-staff-token": yours.staff?.token,
  }).filter(([, real]) => real)
  for (const item of Object.values(contract.paths ?? {})) {
    for (const operation of Object.values(item)) {
      for (const sample of operation?.["x-codeSamples"] ?? []) {
        for (const [shown, real] of words) sample.source = sample.source.replaceAll(shown, real)
      }
    }
  }
  return contract
}
