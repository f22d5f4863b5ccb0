/**
 * The first program that a reader of the docs writes with a generated client: it signs the sandbox's customer in and
 * says hello to her. A test runs it as it stands, with what is true of its server in place of the words below.
 */
export const sandbox = {
  url: "http://127.0.0.1:9000",
  publishable_key: "pk_your_key",
  email: "ada@covenant.test",
  password: "seven lamps in the harbour",
} as const

export interface Hello {
  /** Where it lies, beside the client. */
  file: string
  text: string
  /** Makes the client ready for it, where generating is not enough; from the folder in which it was generated. */
  build?: string
  run: string
}

export const hello = {
  typescript: {
    file: "client/hello.ts",
    text: `import { client } from "./store.ts"

client.configure({ serverUrl: "${sandbox.url}", auth: { apiKey: { publishable_key: "${sandbox.publishable_key}" } } })
const { token } = await client.authenticateCustomer({
  path: { auth_provider: "emailpass" },
  body: { email: "${sandbox.email}", password: "${sandbox.password}" },
})
client.auth.bearer(token ?? "")
const { customer } = await client.getMe()
console.log(\`Hello, \${customer.first_name}.\`)
`,
    run: "node client/hello.ts",
  },
  python: {
    file: "client/hello.py",
    text: `from store import AuthProviderBody, Client

auth = {"apiKey": {"publishable_key": "${sandbox.publishable_key}"}}
who = AuthProviderBody(email="${sandbox.email}", password="${sandbox.password}")
signed_in = Client("${sandbox.url}", auth=auth).authenticate_customer("emailpass", who)
store = Client("${sandbox.url}", auth={**auth, "bearer": signed_in.token})
print(f"Hello, {store.get_me().customer.first_name}.")
`,
    run: "python client/hello.py",
  },
  go: {
    file: "client/hello/hello.go",
    text: `package main

import (
	"context"
	"fmt"
	"log"

	"clients/store"
)

func main() {
	ctx := context.Background()
	email, password, token := "${sandbox.email}", "${sandbox.password}", ""
	api := store.New(store.Config{ServerURL: "${sandbox.url}", Auth: store.Auth{
		APIKey: map[string]func() string{"publishable_key": func() string { return "${sandbox.publishable_key}" }},
		Bearer: func() string { return token },
	}})
	signedIn, err := api.AuthenticateCustomer(ctx, "emailpass", store.AuthProviderBody{Email: &email, Password: &password})
	if err != nil {
		log.Fatal(err)
	}
	token = *signedIn.Token
	me, err := api.GetMe(ctx, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("Hello, %s.\\n", *me.Customer.FirstName)
}
`,
    run: "cd client && go run ./hello",
  },
  java: {
    file: "client/Hello.java",
    text: `import covenantstoreapi.Store;

class Hello {
    static Store store(Store.Auth auth) {
        auth.apiKey("publishable_key", "${sandbox.publishable_key}");
        return new Store(new Store.Config().serverUrl("${sandbox.url}").auth(auth));
    }

    public static void main(String[] arguments) {
        var who = new Store.AuthProviderBody("${sandbox.email}", "${sandbox.password}", null, null);
        var signedIn = store(new Store.Auth()).authenticateCustomer("emailpass", who);
        var me = store(new Store.Auth().bearer(signedIn.token())).getMe(new Store.GetMeParams());
        System.out.println("Hello, " + me.customer().firstName() + ".");
    }
}
`,
    build: "javac -d client/classes client/Store.java",
    run: "java -cp client/classes client/Hello.java",
  },
} as const satisfies Record<string, Hello>
