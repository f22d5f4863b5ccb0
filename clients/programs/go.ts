import type { Called } from "../operations.ts"

/** A Go program over the packages \`store\` and \`admin\` of its module. */
export const goProgram = (operations: readonly Called[]): string => `// Generated. Calls every operation once.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"

	"clients/admin"
	"clients/store"
)

type call struct {
	ID    string            \`json:"id"\`
	Path  map[string]string \`json:"path"\`
	Token *string           \`json:"token"\`
	Body  json.RawMessage   \`json:"body"\`
}

type refusal struct {
	Status int \`json:"status"\`
	Body   any \`json:"body"\`
}

type outcome struct {
	ID      string   \`json:"id"\`
	Answer  any      \`json:"answer,omitempty"\`
	Refusal *refusal \`json:"refusal,omitempty"\`
	Failure string   \`json:"failure,omitempty"\`
}

var plan struct {
	URL            string \`json:"url"\`
	PublishableKey string \`json:"publishable_key"\`
	Calls          []call \`json:"calls"\`
}

func key() string { return plan.PublishableKey }

func storeClient(c call) *store.Client {
	auth := store.Auth{APIKey: map[string]func() string{"publishable_key": key}}
	if c.Token != nil {
		auth.Bearer = func() string { return *c.Token }
	}
	return store.New(store.Config{ServerURL: plan.URL, Auth: auth})
}

func adminClient(c call) *admin.Client {
	auth := admin.Auth{}
	if c.Token != nil {
		auth.Bearer = func() string { return *c.Token }
	}
	return admin.New(admin.Config{ServerURL: plan.URL, Auth: auth})
}

func bodyOf[T any](c call) T {
	var body T
	if err := json.Unmarshal(c.Body, &body); err != nil {
		panic(err)
	}
	return body
}

var calls = map[string]func(context.Context, call) (any, error){
${operations.map(callOf).join("\n")}
}

// decoded reads a refusal as the contract's error type.
func decoded(body any, into any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err == nil {
		err = json.Unmarshal(text, &plan)
	}
	if err != nil {
		panic(err)
	}
	out := json.NewEncoder(os.Stdout)
	for _, c := range plan.Calls {
		said := outcome{ID: c.ID}
		answer, err := calls[c.ID](context.Background(), c)
		var inStore *store.APIError
		var inAdmin *admin.APIError
		switch {
		case err == nil:
			said.Answer = answer
		case errors.As(err, &inStore):
			var body store.ApiError2
			err = decoded(inStore.Body, &body)
			said.Refusal = &refusal{inStore.Status, body}
		case errors.As(err, &inAdmin):
			var body admin.ApiError2
			err = decoded(inAdmin.Body, &body)
			said.Refusal = &refusal{inAdmin.Status, body}
		}
		if err != nil && said.Refusal == nil || said.Refusal != nil && err != nil && !errors.As(err, &inStore) && !errors.As(err, &inAdmin) {
			said.Failure = err.Error()
		}
		if err := out.Encode(said); err != nil {
			panic(err)
		}
	}
}
`

function callOf({ id, surface, path_parameters, body, query, answer }: Called): string {
  const inputs = [
    "ctx",
    ...path_parameters.map((name) => `c.Path["${name}"]`),
    ...(body === undefined ? [] : [`bodyOf[${surface}.${body}](c)`]),
    ...(query ? ["nil"] : []),
  ]
  const made = `${surface}Client(c).${id.slice(0, 1).toUpperCase()}${id.slice(1)}(${inputs.join(", ")})`
  const run = answer === undefined ? `return nil, ${made}` : `return ${made}`
  return `	"${id}": func(ctx context.Context, c call) (any, error) { ${run} },`
}
