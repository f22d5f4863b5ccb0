// Redoc would compile its search for a worker with Function(), which the page's policy refuses and reports.
// Where there are no workers it searches in the page itself, fast enough for a contract.
globalThis.Worker = undefined
