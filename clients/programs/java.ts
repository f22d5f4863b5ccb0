import type { Called, Surface } from "../operations.ts"

const classes: Record<Surface, string> = { store: "Store", admin: "Admin" }

/** A Java program over the classes `Store` and `Admin`. */
export const javaProgram = (operations: readonly Called[]): string => `// Generated. Calls every operation once.
import covenantadminapi.Admin;
import covenantstoreapi.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

@SuppressWarnings("unchecked")
public final class Main {
    interface Run { Object with(Map<String, Object> call); }

    static Map<String, Object> plan;
    static final Map<String, Run> calls = new LinkedHashMap<>();

    static Store store(Map<String, Object> call) {
        Store.Auth auth = new Store.Auth().apiKey("publishable_key", (String) plan.get("publishable_key"));
        if (call.get("token") != null) auth.bearer((String) call.get("token"));
        return new Store(new Store.Config().serverUrl((String) plan.get("url")).auth(auth));
    }

    static Admin admin(Map<String, Object> call) {
        Admin.Auth auth = new Admin.Auth();
        if (call.get("token") != null) auth.bearer((String) call.get("token"));
        return new Admin(new Admin.Config().serverUrl((String) plan.get("url")).auth(auth));
    }

    static String path(Map<String, Object> call, String name) {
        return (String) ((Map<String, Object>) call.get("path")).get(name);
    }

    static {
${operations.map(callOf).join("\n")}
    }

    public static void main(String[] arguments) throws Exception {
        plan = (Map<String, Object>) Store.Json.parse(Files.readString(Path.of(arguments[0])));
        for (Object planned : (List<Object>) plan.get("calls")) {
            Map<String, Object> call = (Map<String, Object>) planned;
            String id = (String) call.get("id");
            Map<String, Object> outcome = new LinkedHashMap<>();
            outcome.put("id", id);
            try {
                outcome.put("answer", calls.get(id).with(call));
            } catch (Store.ApiException error) {
                outcome.put("refusal", refusal(error.status, written(Store.Json.write(Store.ApiError2.fromJson(error.body)))));
            } catch (Admin.ApiException error) {
                outcome.put("refusal", refusal(error.status, written(Admin.Json.write(Admin.ApiError2.fromJson(error.body)))));
            } catch (RuntimeException error) {
                outcome.put("failure", error.toString());
            }
            System.out.println(Store.Json.write(outcome));
        }
    }

    /** Each class writes its own records. */
    static Object written(String json) {
        return Store.Json.parse(json);
    }

    static Map<String, Object> refusal(int status, Object body) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("status", status);
        said.put("body", body);
        return said;
    }
}
`

function callOf({ id, surface, path_parameters, body, query, answer }: Called): string {
  const type = classes[surface]
  const inputs = [
    ...path_parameters.map((name) => `path(call, "${name}")`),
    ...(body === undefined ? [] : [`${type}.${body}.fromJson(call.get("body"))`]),
    ...(query ? [`new ${type}.${id.slice(0, 1).toUpperCase()}${id.slice(1)}Params()`] : []),
  ]
  const made = `${surface}(call).${id}(${inputs.join(", ")})`
  return `        calls.put("${id}", call -> ${answer === undefined ? `{ ${made}; return null; }` : `written(${type}.Json.write(${made}))`});`
}
