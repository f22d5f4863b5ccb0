import type { Called } from "../operations.ts"

/** A Python program over the clients `store.py` and `admin.py` that lie beside it. */
export const pythonProgram = (operations: readonly Called[]): string => `# Generated. Calls every operation once.
import dataclasses
import json
import sys

import admin
import httpx
import store

# One for all: a client of its own would read the certificates anew for every call.
wire = httpx.HTTPTransport()

plan = json.load(open(sys.argv[1]))


def client(module, call):
    auth = {"apiKey": {"publishable_key": plan["publishable_key"]}}
    if "token" in call:
        auth["bearer"] = call["token"]
    return module.Client(plan["url"], auth=auth, http_client=httpx.Client(transport=wire))


def decoded(module, name, data):
    return module.decode(getattr(module, name), data)


def as_sent(module, value):
    # The client's own encoder is for what is asked: it leaves every None out, also where an answer has to say null.
    if isinstance(value, list):
        return [as_sent(module, item) for item in value]
    if not dataclasses.is_dataclass(value):
        return module.encode(value)
    names = getattr(type(value), "_field_map", {})
    return {
        names.get(field.name, field.name): as_sent(module, getattr(value, field.name))
        for field in dataclasses.fields(value)
        if getattr(value, field.name) is not None or field.default is dataclasses.MISSING
    }


calls = {
${operations.map(callOf).join("\n")}
}

for call in plan["calls"]:
    outcome = {"id": call["id"]}
    try:
        module, name, run = calls[call["id"]]
        answer = run(client(module, call), call)
        if name is not None and not isinstance(answer, getattr(module, name)):
            raise TypeError(f"{name} came as {type(answer).__name__}")
        outcome["answer"] = as_sent(module, answer)
    except (store.ApiError, admin.ApiError) as error:
        refusal = decoded(module, "ApiError2", error.body)
        if not isinstance(refusal, module.ApiError2):
            outcome["failure"] = f"the refusal came as {type(refusal).__name__}"
        outcome["refusal"] = {"status": error.status, "body": module.encode(refusal)}
    except Exception as error:
        outcome["failure"] = repr(error)
    print(json.dumps(outcome), flush=True)
`

function callOf({ id, surface, path_parameters, body, answer }: Called): string {
  const inputs = [
    ...path_parameters.map((name) => `${name}=call["path"]["${name}"]`),
    ...(body === undefined ? [] : [`body=decoded(${surface}, "${body}", call["body"])`]),
  ]
  const name = answer === undefined ? "None" : `"${answer}"`
  return `    "${id}": (${surface}, ${name}, lambda client, call: client.${snakeCase(id)}(${inputs.join(", ")})),`
}

const snakeCase = (text: string): string => text.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)
