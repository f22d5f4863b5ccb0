import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { ConfigRefused, readConfig } from "../config.ts"
import { readApps } from "./app-settings.ts"

const parcels = {
  issuer: "https://parcels.example",
  client_id: "larkspur",
  client_secret: "a-secret-value",
  callback_url: "https://admin.larkspur.example/apps",
}
const read = (apps: unknown) => readApps(JSON.stringify(apps))

describe("OAUTH_APPS", () => {
  test("an issuer, a client and the page to come back to are enough", () => {
    expect(read({ parcels })).toEqual([
      {
        application_name: "parcels",
        display_name: "parcels",
        enabled: true,
        issuer: "https://parcels.example",
        endpoints: undefined,
        revocation_endpoint: undefined,
        client_id: "larkspur",
        client_secret: "a-secret-value",
        token_auth: "basic",
        scopes: [],
        parameters: {},
        callback_url: "https://admin.larkspur.example/apps",
        uninstall_url: undefined,
        account_field: undefined,
      },
    ])
  })

  test("a secret may come from a file", () => {
    const file = join(mkdtempSync(join(tmpdir(), "covenant-app-")), "secret")
    writeFileSync(file, "from-a-file\n")
    const { client_secret: _, ...rest } = parcels
    expect(read({ parcels: { ...rest, client_secret_file: file } })[0]?.client_secret).toBe("from-a-file")
  })

  test.each<[string, unknown]>([
    ["no JSON", "{"],
    ["a list", []],
    ["a name with capitals", { Parcels: parcels }],
    ["the name of a path", { authorizations: parcels }],
    ["a name that reaches a prototype", JSON.parse('{"__proto__": {}}')],
    ["no issuer and no endpoints", { parcels: { ...parcels, issuer: undefined } }],
    ["one endpoint of two", { parcels: { ...parcels, token_endpoint: "https://parcels.example/token" } }],
    ["plain http", { parcels: { ...parcels, issuer: "http://parcels.example" } }],
    ["no client", { parcels: { ...parcels, client_id: undefined } }],
    ["no secret for a way that needs one", { parcels: { ...parcels, client_secret: undefined, token_auth: "post" } }],
    ["no page to come back to", { parcels: { ...parcels, callback_url: undefined } }],
    ["a page with a query", { parcels: { ...parcels, callback_url: "https://admin.example/apps?x=1" } }],
    ["a page with a wildcard", { parcels: { ...parcels, callback_url: "https://*.example/apps" } }],
    ["a state of its own", { parcels: { ...parcels, parameters: { state: "x" } } }],
    ["a token as the account", { parcels: { ...parcels, account_field: "access_token" } }],
    ["a field nobody knows", { parcels: { ...parcels, scope: "labels" } }],
  ])("refuses %s, and says no value", (_title, apps) => {
    const text = typeof apps === "string" ? apps : JSON.stringify(apps)
    expect(() => readApps(text)).toThrow()
    try {
      readApps(text)
    } catch (error) {
      expect(String(error)).not.toContain("a-secret-value")
    }
  })

  test("production takes no plain http, not even to this machine", () => {
    const on_loopback = { ...parcels, issuer: "http://127.0.0.1:4000", callback_url: "http://127.0.0.1:9000/apps" }
    const start = (node_env: string) =>
      readConfig(
        { NODE_ENV: node_env, OAUTH_APPS: JSON.stringify({ parcels: on_loopback }) },
        {
          default_data_dir: tmpdir(),
          madeUp: () => ({
            kek_keys: [],
            covenant_admin_email: "a@x.test",
            covenant_admin_password: "x",
            covenant_publishable_key: "pk",
          }),
        },
      )
    expect(start("development").oauth_apps).toHaveLength(1)
    expect(() => start("production")).toThrow(ConfigRefused)
    expect(() => start("production")).toThrow(/OAUTH_APPS must have https addresses as callback_url/u)
    expect(() => start("production")).toThrow(/OAUTH_APPS must name providers by https addresses/u)
  })
})
