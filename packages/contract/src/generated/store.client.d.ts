// Generated from openapi/store.yaml by pnpm generate. Do not edit.
export interface paths {
    "/auth/customer/{auth_provider}/register": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the way to sign in. `emailpass` is an e-mail address with a password. */
                auth_provider: components["parameters"]["AuthProvider"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register an identity
         * @description Begins a registration: creates an identity and answers a registration token, good for 30 minutes and for little more than registering the customer. Sending the same address and password again continues a registration that was not finished. Where e-mail addresses are verified, a link is mailed and `verification_required` is true. Where registering does not tell which addresses have an account, a taken one is answered like a free one; its owner learns of it by mail. No cookie is set.
         */
        post: operations["registerAuthIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/customer/{auth_provider}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the way to sign in. `emailpass` is an e-mail address with a password. */
                auth_provider: components["parameters"]["AuthProvider"];
            };
            cookie?: never;
        };
        /**
         * Sign a customer in at a provider, by GET
         * @description As `authenticateCustomer` for a provider that redirects, for clients that ask by GET: answers the `location` to send the browser to. Other parameters than those listed are ignored.
         */
        get: operations["authenticateCustomerByGet"];
        put?: never;
        /**
         * Sign a customer in
         * @description Begins a session for the owner of the credentials and answers its tokens. An identity that is no customer yet gets a registration token, with `verification_required` while its address is to be proven. An unknown address and a wrong password cannot be told apart, not by time either. Credentials that come with the request are ignored. At a provider that redirects nobody is signed in yet: the answer is the `location` to send the browser to, and `finishCustomerSignIn` follows.
         */
        post: operations["authenticateCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/customer/{auth_provider}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the way to sign in. `emailpass` is an e-mail address with a password. */
                auth_provider: components["parameters"]["AuthProvider"];
            };
            cookie?: never;
        };
        /**
         * Finish signing a customer in at a provider, by GET
         * @description As `finishCustomerSignIn`, for clients that pass the query on as it came.
         */
        get: operations["finishCustomerSignInByGet"];
        put?: never;
        /**
         * Finish signing a customer in at a provider
         * @description The page that the provider sent the browser back to passes on everything that came with it, in the query or in the body. Answers the tokens of the customer; an identity that is no customer yet gets a registration token. A journey that began without a `client_challenge` rests on its state alone, so the page must see to it that it was begun in the same browser. Other parameters than those listed are ignored.
         */
        post: operations["finishCustomerSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/customer/{auth_provider}/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the way to sign in. `emailpass` is an e-mail address with a password. */
                auth_provider: components["parameters"]["AuthProvider"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request a password reset
         * @description Mails the owner of the account a link that sets a new password, good for 15 minutes and for one use; it replaces the links mailed before. The answer is the same, and takes as long, if there is no such account or provider, the account is disabled, or it was mailed too often: then the link mailed last goes on working. Who signs in without a password is mailed how instead. `metadata` is handed on with the message and kept nowhere else.
         */
        post: operations["requestPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/customer/{auth_provider}/update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the way to sign in. `emailpass` is an e-mail address with a password. */
                auth_provider: components["parameters"]["AuthProvider"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset the password
         * @description Sets a new password with the token from the mailed link, sent as `Authorization: Bearer`, or as `?token=` by clients that cannot; if both are there, the header counts. All sessions of the account end, its other mailed tokens stop working, and its address counts as proven. Nobody is signed in by it. A password that does not meet the policy leaves the token usable.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/customer/{auth_provider}/password": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the way to sign in. `emailpass` is an e-mail address with a password. */
                auth_provider: components["parameters"]["AuthProvider"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the customer's password
         * @description Replaces the password of the signed-in customer, who has to know the current one. All other sessions of the customer end, and mailed reset tokens stop working; the session of this request goes on.
         */
        post: operations["changeMyPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/token/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refresh an access token
         * @description Answers a new access token for a live session, of the store or of the staff. What proves the session is either the credential of the request, or the refresh token in the body, which then counts; both must belong to one session. A refresh token is replaced by each use. For a few seconds the one before it still answers the current one, so tabs and lost answers do no harm; an older one ends the session. A registration token whose owner is a customer by now is answered the first refresh token.
         */
        post: operations["refreshAuthToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/verification/request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request an e-mail verification
         * @description Mails a link that proves the caller's e-mail address, in place of the one mailed before. The answer is always the same: nothing is mailed when the address is proven already, belongs to somebody else, or was mailed too often; then the link mailed last goes on working.
         */
        post: operations["requestEmailVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/verification/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm an e-mail address
         * @description Proves the address that the token was mailed to, for the identity that asked. Anybody who has the token may confirm, on any device; nobody is signed in by it. Sessions go on, so a registration that waited for this can be finished with the token it has.
         */
        post: operations["confirmEmailVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a cookie session
         * @description Puts the session of the access token into a cookie, for browsers that should not keep tokens. The cookie is new each time and the only one of its session. A cookie that is sent along is never taken over; if it belongs to another session, that one ends.
         */
        post: operations["createAuthSession"];
        /**
         * Delete the session
         * @description Signs out: the cookie, the access tokens and the refresh tokens of the session stop working at once, everywhere. A cookie whose session is already over is removed as well, though the answer is 401.
         */
        delete: operations["deleteAuthSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the ways into the account
         * @description Answers the ways in which the customer can sign in, oldest first unless `order` says otherwise.
         */
        get: operations["listMyIdentities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/identities/{identity_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a way in, from `listMyIdentities`.
                 * @example provid_01KERRPR10G8KYYH6KD4AGHF68
                 */
                identity_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a way into the account
         * @description The customer can no longer sign in with it, and sessions that began with it end, this one excepted. The last way in stays.
         */
        delete: operations["unlinkMyIdentity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/oauth/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the provider, as the settings of the server name it. */
                provider: components["parameters"]["OauthProvider"];
            };
            cookie?: never;
        };
        /**
         * Start signing in at a provider
         * @description Sends the browser to the provider. It comes back to the callback of this server, which sends it on to `redirect_uri` with the sign-in. That address is one that is registered, else the answer is 400 and no redirect. `intent=link` links the provider to the account whose session cookie comes along; its sign-in must not be older than ten minutes.
         */
        get: operations["startOauthSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/oauth/callback/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the provider, as the settings of the server name it. */
                provider: components["parameters"]["OauthProvider"];
            };
            cookie?: never;
        };
        /**
         * Finish signing in at a provider
         * @description Where the provider sends the browser back. Its code is exchanged for who signed in; a customer is made at the first sign-in. The sign-in is delivered as the start asked for: by a redirect, or as this answer. Errors of a state, of a browser other than the one that began, and of another provider are answered here; later ones travel to the registered address as `error`, `error_description` and `state`. The cookie of the journey is taken back in every case. Other parameters than those listed are ignored.
         */
        get: operations["finishOauthSignIn"];
        put?: never;
        /**
         * Finish signing in at a provider that answers by a form
         * @description As `finishOauthSignIn`, for providers that let the browser post their answer (`response_mode=form_post`). The form comes from the provider's page, so any `Origin` is welcome; the cookie of the journey decides.
         */
        post: operations["finishOauthSignInByForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/oauth/exchange": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a delivered code for tokens
         * @description Answers the tokens of a sign-in that was delivered by a code. The code works once, within a minute, for whoever has the verifier. A wrong verifier, another client and a second use end the session that the code stood for.
         */
        post: operations["exchangeOauthCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the customer's sessions
         * @description Answers the sessions of the signed-in customer that are still good, newest first unless `order` says otherwise: where they are signed in, and which session this request belongs to.
         */
        get: operations["listMySessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a session of the signed-in customer. */
                session_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke one of the customer's sessions
         * @description Ends one session of the signed-in customer: its cookie, its access tokens and its refresh tokens stop working at once. Ending it again answers the same. Ending the session of this request signs the caller out.
         */
        delete: operations["revokeMySession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sessions/revoke-others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke the customer's other sessions
         * @description Ends all sessions of the signed-in customer but the one of this request: everybody else is signed out at once. If there are no others, the answer is the same.
         */
        post: operations["revokeMyOtherSessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register a customer
         * @description Creates the customer of the identity that the registration token carries. The token goes on saying that there is no customer; refresh it to get one that acts as the customer.
         */
        post: operations["registerCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/customers/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the signed-in customer
         * @description Answers the customer who is signed in, with the address book.
         */
        get: operations["getMe"];
        put?: never;
        /**
         * Update the signed-in customer
         * @description Changes the properties that are sent and answers the customer. The e-mail address cannot be changed here.
         */
        post: operations["updateMe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/customers/me/addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the customer's addresses
         * @description Answers the address book of the signed-in customer, newest first unless `order` says otherwise. Filters narrow it down; all given ones must match.
         */
        get: operations["listMyAddresses"];
        put?: never;
        /**
         * Create an address
         * @description Adds an address to the address book and answers the customer, where the new address is the first. Making it a default takes that from the address that had it.
         */
        post: operations["createMyAddress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/customers/me/addresses/{address_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an address of the signed-in customer. */
                address_id: string;
            };
            cookie?: never;
        };
        /**
         * Get an address
         * @description Answers one address of the signed-in customer.
         */
        get: operations["getMyAddress"];
        put?: never;
        /**
         * Update an address
         * @description Changes the properties that are sent and answers the customer. Making the address a default takes that from the address that had it.
         */
        post: operations["updateMyAddress"];
        /**
         * Delete an address
         * @description Takes an address out of the address book. If it was a default, there is none afterwards. Deleting it again answers the same. `fields` selects what `parent`, the customer, shows.
         */
        delete: operations["deleteMyAddress"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description What somebody signs in as.
         * @example customer
         * @enum {string}
         */
        ActorType: "customer" | "user";
        /** @description A refusal. Programs read `type` and `code`; `message` is for people and may be reworded at any time. */
        ApiError: {
            type: components["schemas"]["ErrorType"];
            code: components["schemas"]["ErrorCode"];
            /**
             * @description One sentence for people, from a fixed list. Never repeats what was sent.
             * @example The request is not valid.
             */
            message: string;
            /**
             * @description Id of the request, as in the `x-request-id` header.
             * @example req_01KERRMXE0RFVVVX9QRHKJ8E9C
             */
            request_id: string;
            /**
             * Format: uri
             * @description Page that explains the code, its cause and its remedy.
             * @example http://127.0.0.1:9000/docs/errors/invalid_request
             */
            documentation_url: string;
            /** @description Fields to blame. Absent when no single field is. */
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Who the identity acts as. Empty until there is such an actor. */
        AuthAppMetadata: {
            /**
             * @description Customer the identity belongs to. Absent while it has none.
             * @example cus_01KERRPR10G8KYYH6KD4AGHF67
             */
            customer_id?: string;
            /**
             * @description Member of staff the identity belongs to. Absent for customers.
             * @example usr_01KERRMXE05SM3J18WA15SA3WB
             */
            user_id?: string;
        };
        /** @description One way into an account. All properties are there unless `fields` leaves them out; `id` always is. */
        AuthIdentity: {
            /**
             * @description Id of the way in.
             * @example provid_01KERRPR10G8KYYH6KD4AGHF68
             */
            id: string;
            /**
             * @description Id of the provider; `emailpass` is a password.
             * @example google
             */
            provider?: string;
            /**
             * @description Address the provider told. Null if it told none.
             * @example mira.lindqvist@example.com
             */
            email?: string | null;
            /**
             * @description Whether the provider has proven the address.
             * @example true
             */
            email_verified?: boolean;
            /**
             * Format: date-time
             * @description When it was last used to sign in, UTC. Null if it never was.
             * @example 2026-01-12T09:32:00.000Z
             */
            last_login_at?: string | null;
            /**
             * Format: date-time
             * @description When it was linked, UTC.
             * @example 2026-01-12T09:32:00.000Z
             */
            created_at?: string;
        };
        /** @description Says that the way in is gone. */
        AuthIdentityDeleteResponse: {
            /**
             * @description Id of the way in that was removed.
             * @example provid_01KERRPR10G8KYYH6KD4AGHF68
             */
            id: string;
            /**
             * @description What was deleted. Always `identity`.
             * @example identity
             */
            object: string;
            /**
             * @description Always true.
             * @example true
             */
            deleted: boolean;
        };
        /** @description One page of the ways into an account. */
        AuthIdentityListResponse: {
            /** @description The ways in of this page, oldest first. */
            identities: components["schemas"]["AuthIdentity"][];
            /**
             * Format: int32
             * @description Ways in there are on all pages together.
             * @example 2
             */
            count: number;
            /**
             * Format: int32
             * @description Ways in skipped before this page.
             * @example 0
             */
            offset: number;
            /**
             * Format: int32
             * @description Most ways in a page holds, as asked for.
             * @example 50
             */
            limit: number;
        };
        /** @description Where the sign-in goes on. */
        AuthLocationResponse: {
            /**
             * Format: uri
             * @description Address at the provider to send the browser to.
             * @example https://provider.example/authorize?client_id=larkspur
             */
            location: string;
        };
        /** @description What the provider asks for. Open on purpose: names a provider does not know are ignored, so one client can serve several. `emailpass` asks for `email` and `password`; providers that redirect take `callback_url` and `client_challenge`. */
        AuthProviderBody: {
            /**
             * @description E-mail address, at most 254 bytes, without surrounding space. Upper and lower case are the same address.
             * @example mira.lindqvist@example.com
             */
            email?: string;
            /**
             * Format: password
             * @description Password, exactly as typed. A new one needs at least 8 characters, at most 128, and must not be a common one; otherwise the answer is 422.
             * @example example-orchard-lantern
             */
            password?: string;
            /**
             * Format: uri
             * @description Page of the storefront that the provider sends the browser back to, one of those registered for it. Default: the first.
             * @example https://shop.example.com/auth/callback
             */
            callback_url?: string;
            /**
             * @description SHA-256 of a verifier that only this browser knows, base64url. Whoever finishes the sign-in then has to know it.
             * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
             */
            client_challenge?: string;
        } & {
            [key: string]: unknown;
        };
        /** @description The session that was begun. */
        AuthSessionResponse: {
            user: components["schemas"]["AuthSessionUser"];
        };
        /** @description Who the session belongs to. */
        AuthSessionUser: {
            /**
             * @description Id of the customer. Empty while the identity has none.
             * @example cus_01KERRPR10G8KYYH6KD4AGHF67
             */
            actor_id: string;
            actor_type: components["schemas"]["ActorType"];
            /**
             * @description Id of the identity that signed in.
             * @example authid_01KERRMXE0WZV8YBTMG9YFM2NJ
             */
            auth_identity_id: string;
            /**
             * @description Provider the session began with.
             * @example emailpass
             */
            auth_provider: string;
            app_metadata: components["schemas"]["AuthAppMetadata"];
            user_metadata: components["schemas"]["Metadata"];
            /**
             * Format: int64
             * @description When the token was issued, in seconds since 1970-01-01T00:00:00Z.
             * @example 1768210320
             */
            iat: number;
            /**
             * Format: int64
             * @description When the token expires, in seconds since 1970-01-01T00:00:00Z.
             * @example 1768296720
             */
            exp: number;
        };
        /** @description An access token. The other properties are there when the session has refresh tokens. */
        AuthTokenResponse: {
            /**
             * @description Access token, to be sent as `Authorization: Bearer`. Clients should not look inside.
             * @example token_example_mira
             */
            token: string;
            /**
             * @description True when a link was mailed that has to be opened before `token`, a registration token then, registers a customer. Absent when nothing is to be proven.
             * @example true
             */
            verification_required?: boolean;
            /**
             * @description Token that gets the next access token once this one has expired. Each use replaces it.
             * @example refresh_example_mira
             */
            refresh_token?: string;
            /**
             * Format: int32
             * @description Seconds until `token` expires, counted from the answer.
             * @example 86400
             */
            expires_in?: number;
            /**
             * @description How to send the token. Always `Bearer`.
             * @example Bearer
             */
            token_type?: string;
        };
        /** @description Either `token` or `location`. `token` is there when the credentials were enough; `location` when the browser has to go to the provider first, and then nothing else is. */
        AuthenticateResponse: {
            /**
             * @description Access token, to be sent as `Authorization: Bearer`. Clients should not look inside.
             * @example token_example_mira
             */
            token?: string;
            /**
             * @description True when the address is to be proven before `token`, a registration token then, registers a customer. Absent when nothing is to be proven.
             * @example true
             */
            verification_required?: boolean;
            /**
             * Format: uri
             * @description Address at the provider to send the browser to.
             * @example https://provider.example/authorize?client_id=larkspur
             */
            location?: string;
            /**
             * @description Token that gets the next access token once this one has expired. Each use replaces it.
             * @example refresh_example_mira
             */
            refresh_token?: string;
            /**
             * Format: int32
             * @description Seconds until `token` expires, counted from the answer.
             * @example 86400
             */
            expires_in?: number;
            /**
             * @description How to send the token. Always `Bearer`.
             * @example Bearer
             */
            token_type?: string;
        };
        /** @description The password there is, and the one that replaces it. */
        ChangePassword: {
            /**
             * Format: password
             * @description Password the caller signs in with now, exactly as typed.
             * @example example-orchard-lantern
             */
            current_password: string;
            /**
             * Format: password
             * @description New password, exactly as typed. It needs at least 8 characters for a customer and 15 for a member of staff, at most 128, and must not be a common one; otherwise the answer is 422.
             * @example example-meadow-lantern
             */
            password: string;
        };
        /** @description The token from the mailed link. */
        ConfirmEmailVerification: {
            /**
             * @description As it stands in the link. It works once, and only the newest one does.
             * @example verification_example_mira
             */
            token: string;
        };
        /**
         * @description The precise reason of a refusal. New values may appear; treat an unknown one by its status.
         * @example invalid_request
         * @enum {string}
         */
        ErrorCode: "invalid_request" | "publishable_key_required" | "oauth_state_invalid" | "oauth_response_invalid" | "invalid_credentials" | "token_missing" | "token_invalid" | "token_expired" | "session_revoked" | "reset_token_invalid" | "verification_token_invalid" | "oauth_code_rejected" | "oauth_identity_invalid" | "mfa_required" | "access_denied" | "account_disabled" | "signup_disabled" | "email_not_verified" | "reauthentication_required" | "csrf_failed" | "not_found" | "method_not_allowed" | "invalid_state_error" | "request_in_progress" | "payload_too_large" | "unsupported_media_type" | "invalid_request_error" | "idempotency_key_reused" | "weak_password" | "rate_limited" | "unknown_error" | "provider_error" | "temporarily_unavailable" | "provider_timeout";
        /**
         * @description The family of a refusal. Wider than its code; new values may appear.
         * @example invalid_data
         * @enum {string}
         */
        ErrorType: "invalid_data" | "not_allowed" | "unauthorized" | "forbidden" | "not_found" | "conflict" | "duplicate_error" | "too_many_requests" | "unknown_error" | "unexpected_state";
        /** @description One field to blame for a refusal. */
        FieldError: {
            /**
             * @description Where the field is, as names and indexes joined by dots. Empty when no single field is to blame.
             * @example password
             */
            path: string;
            /**
             * @description What is wrong, for programs. New values may appear.
             * @example too_short
             */
            code: string;
            /**
             * @description What is wrong, for people.
             * @example Use at least 8 characters.
             */
            message: string;
        };
        /**
         * @description Values of your own beside ours, by name; the server does not look into them. In an update, a name that is sent replaces the stored one, a name with an empty string is removed, and all others stay. What is stored is at most 64 KiB of JSON; a change beyond that is refused with 400.
         * @example {
         *       "source": "newsletter"
         *     }
         */
        Metadata: {
            [key: string]: unknown;
        };
        /**
         * @description Values of your own beside ours, by name; the server does not look into them. Null when there are none. In an update, a name that is sent replaces the stored one, a name with an empty string is removed, all others stay, and null removes all. What is stored is at most 64 KiB of JSON; a change beyond that is refused with 400.
         * @example {
         *       "source": "newsletter"
         *     }
         */
        NullableMetadata: {
            [key: string]: unknown;
        } | null;
        /** @description Organisation the person belongs to. Always null at present. */
        NullableOauthOrg: {
            /**
             * @description Id of the organisation.
             * @example org_01KERRQ3Q3ZM6C1XW2Z8V0T5B7
             */
            _id: string;
            /**
             * @description Name of the organisation.
             * @example Larkspur
             */
            name: string;
            /**
             * @description Name of the organisation in addresses.
             * @example larkspur
             */
            slug: string;
        } | null;
        /** @description What the provider answers. Open on purpose: providers add fields of their own, which are ignored. */
        OauthCallbackBody: {
            /**
             * @description What was sent to the provider when the journey began. It works once.
             * @example state_example_mira_state_example_mira_state_ex
             */
            state?: string;
            /**
             * @description Code of the provider. Exactly one of `code` and `error` comes back.
             * @example code-of-the-provider
             */
            code?: string;
            /**
             * @description Why the provider did not sign anybody in.
             * @example access_denied
             */
            error?: string;
            /**
             * @description Issuer of the answer, as the provider names itself (RFC 9207).
             * @example https://accounts.google.com
             */
            iss?: string;
        } & {
            [key: string]: unknown;
        };
        /** @description A code that was delivered, and the proof that it was meant for the caller. */
        OauthExchange: {
            /**
             * @description The code from the address. It works once, for a minute.
             * @example code_example_mira_code_example_mira_code_exampl
             */
            code: string;
            /**
             * @description Text whose SHA-256 was the `code_challenge` when the journey began (RFC 7636).
             * @example dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
             */
            code_verifier: string;
            /**
             * @description Id of the client the code was delivered to. Default is the first client of the settings.
             * @example shop
             */
            client_id?: string;
        };
        /**
         * @description What the journey to the provider is for.
         * @example login
         * @enum {string}
         */
        OauthIntent: "login" | "link";
        /**
         * @description How a finished sign-in is handed over.
         * @example code
         * @enum {string}
         */
        OauthResponseMode: "query" | "fragment" | "code" | "cookie" | "json";
        /** @description Tokens of a new session, and who it belongs to. */
        OauthSignedIn: {
            /**
             * @description Access token, to be sent as `Authorization: Bearer`. Clients should not look inside.
             * @example token_example_mira
             */
            token: string;
            /**
             * @description Token that gets the next access token once this one has expired. Each use replaces it.
             * @example refresh_example_mira
             */
            refreshToken: string;
            /**
             * Format: int32
             * @description Seconds until `token` expires, counted from the answer.
             * @example 86400
             */
            expiresIn: number;
            user: components["schemas"]["OauthUser"];
        };
        /** @description Who signed in. */
        OauthUser: {
            /**
             * @description Id of the customer, or of the member of staff.
             * @example cus_01KERRPR10G8KYYH6KD4AGHF67
             */
            _id: string;
            /**
             * @description E-mail address of the account. It stays when the address at the provider changes.
             * @example mira.lindqvist@example.com
             */
            email: string;
            /**
             * @description Given name. Null if nobody said.
             * @example Mira
             */
            firstName: string | null;
            /**
             * @description Family name. Null if nobody said.
             * @example Lindqvist
             */
            lastName: string | null;
            /**
             * @description Given and family name. Null if there is neither.
             * @example Mira Lindqvist
             */
            fullName: string | null;
            /**
             * Format: uri
             * @description Address of a picture at the provider. Null if there is none.
             * @example https://provider.example/mira.png
             */
            avatar: string | null;
            /**
             * @description `customer`, or the role of the member of staff. What the provider says about roles is ignored.
             * @example customer
             */
            role: string;
            /**
             * @description Whether the address is proven.
             * @example true
             */
            emailVerified: boolean;
            /**
             * @description Always false.
             * @example false
             */
            phoneVerified: boolean;
            /**
             * @description Whether a second factor is asked for.
             * @example false
             */
            twoFactorEnabled: boolean;
            /**
             * Format: date-time
             * @description When the person signed in at this provider, UTC. Null before the first time.
             * @example 2026-01-12T09:32:00.000Z
             */
            lastLogin: string | null;
            /**
             * Format: date-time
             * @description When the account was made, UTC.
             * @example 2026-01-12T09:32:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the account was changed, UTC.
             * @example 2026-01-12T09:32:00.000Z
             */
            updatedAt: string;
            org: components["schemas"]["NullableOauthOrg"];
        };
        /** @description The refresh token, where one is used. Without it, the credential of the request is renewed. */
        RefreshTokenRequest: {
            /**
             * @description Newest refresh token of the session.
             * @example refresh_example_mira
             */
            refresh_token?: string;
        };
        /** @description One sign-in that is still good, on one device. All properties are there unless `fields` leaves them out; `id` always is. */
        Session: {
            /**
             * Format: uuid
             * @description Id of the session. It grants nothing.
             * @example 019bb18c-4a80-7c41-9d52-3f6b8a10e7d4
             */
            id: string;
            /**
             * @description What the browser or program called itself when it signed in, escaped for HTML and cut to 256 characters. Null if it did not say.
             * @example Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
             */
            device?: string | null;
            /**
             * @description Whether this request was made with the session.
             * @example true
             */
            current?: boolean;
            /**
             * Format: date-time
             * @description When the session began with a sign-in, UTC.
             * @example 2026-01-12T09:32:00.000Z
             */
            created_at?: string;
            /**
             * Format: date-time
             * @description When the session was last used, UTC, to the minute.
             * @example 2026-01-12T09:38:00.000Z
             */
            last_seen_at?: string;
        };
        /** @description Says that the session is gone. */
        SessionDeleteResponse: {
            /**
             * @description Id of the session that ended.
             * @example 019bb18f-f400-7a09-8e37-5bd2c4f1960a
             */
            id: string;
            /**
             * @description What was deleted. Always `session`.
             * @example session
             */
            object: string;
            /**
             * @description Always true.
             * @example true
             */
            deleted: boolean;
        };
        /** @description One page of sessions. */
        SessionListResponse: {
            /** @description The sessions of this page. */
            sessions: components["schemas"]["Session"][];
            /**
             * Format: int32
             * @description Sessions there are on all pages together.
             * @example 2
             */
            count: number;
            /**
             * Format: int32
             * @description Sessions skipped before this page.
             * @example 0
             */
            offset: number;
            /**
             * Format: int32
             * @description Most sessions a page holds, as asked for.
             * @example 50
             */
            limit: number;
        };
        /** @description The customer to register. */
        StoreCreateCustomer: {
            /**
             * @description E-mail address. For `emailpass` the one the registration began with, in upper or lower case.
             * @example mira.lindqvist@example.com
             */
            email: string;
            /**
             * @description Company the customer buys for. Null if none.
             * @example Ateljé Lindqvist
             */
            company_name?: string | null;
            /**
             * @description First name. Null if not given.
             * @example Mira
             */
            first_name?: string | null;
            /**
             * @description Last name. Null if not given.
             * @example Lindqvist
             */
            last_name?: string | null;
            /**
             * @description Telephone number, as it was given. Null if none.
             * @example +46 8 555 0100
             */
            phone?: string | null;
            metadata?: components["schemas"]["NullableMetadata"];
        };
        /** @description The address to add. Everything may be left out. */
        StoreCreateCustomerAddress: {
            /**
             * @description What the customer calls the address. Null if it has no name.
             * @example Home
             */
            address_name?: string | null;
            /**
             * @description Whether parcels go here by default. One address of a customer at most; setting it on one takes it from the other.
             * @example true
             */
            is_default_shipping?: boolean;
            /**
             * @description Whether invoices go here by default. One address of a customer at most; setting it on one takes it from the other.
             * @example true
             */
            is_default_billing?: boolean;
            /**
             * @description Company at the address.
             * @example Ateljé Lindqvist
             */
            company?: string;
            /**
             * @description First name of whoever lives or works there.
             * @example Mira
             */
            first_name?: string;
            /**
             * @description Last name of whoever lives or works there.
             * @example Lindqvist
             */
            last_name?: string;
            /**
             * @description Street and number.
             * @example Kornhamnstorg 4
             */
            address_1?: string;
            /**
             * @description Floor, apartment, care of.
             * @example 2 tr
             */
            address_2?: string;
            /**
             * @description City.
             * @example Stockholm
             */
            city?: string;
            /**
             * @description Country, two letters of ISO 3166-1 in lower case.
             * @example se
             */
            country_code?: string;
            /**
             * @description State, province or region.
             * @example Stockholms län
             */
            province?: string;
            /**
             * @description Postal code, as it is written there.
             * @example 111 27
             */
            postal_code?: string;
            /**
             * @description Telephone number for the delivery.
             * @example +46 8 555 0100
             */
            phone?: string;
            metadata?: components["schemas"]["Metadata"];
        };
        /** @description A customer, as the customer sees it. All properties are there unless `fields` leaves them out; `id` always is. */
        StoreCustomer: {
            /**
             * @description Id of the customer.
             * @example cus_01KERRPR10G8KYYH6KD4AGHF67
             */
            id: string;
            /**
             * @description E-mail address. Null if none is known.
             * @example mira.lindqvist@example.com
             */
            email?: string | null;
            /**
             * @description Address that invoices go to unless another is chosen. Null if none is set.
             * @example cuaddr_01KERRTD70F7KEHTP15767XN8E
             */
            default_billing_address_id?: string | null;
            /**
             * @description Address that parcels go to unless another is chosen. Null if none is set.
             * @example cuaddr_01KERRTD70F7KEHTP15767XN8E
             */
            default_shipping_address_id?: string | null;
            /**
             * @description Company the customer buys for. Null if none.
             * @example Ateljé Lindqvist
             */
            company_name?: string | null;
            /**
             * @description First name. Null if not given.
             * @example Mira
             */
            first_name?: string | null;
            /**
             * @description Last name. Null if not given.
             * @example Lindqvist
             */
            last_name?: string | null;
            /**
             * @description Telephone number, as it was given. Null if none.
             * @example +46 8 555 0100
             */
            phone?: string | null;
            /**
             * @description Whether the customer can sign in. False for a guest.
             * @example true
             */
            has_account?: boolean;
            metadata?: components["schemas"]["NullableMetadata"];
            /** @description The address book, newest first. */
            addresses?: components["schemas"]["StoreCustomerAddress"][];
            /**
             * Format: date-time
             * @description When the customer was created, UTC.
             * @example 2026-01-12T09:31:00.000Z
             */
            created_at?: string;
            /**
             * Format: date-time
             * @description When the customer last changed, UTC.
             * @example 2026-01-12T09:31:00.000Z
             */
            updated_at?: string;
            /**
             * Format: date-time
             * @description When the customer was deleted, UTC. Null for a live one.
             * @example null
             */
            deleted_at?: string | null;
        };
        /** @description An entry of the address book. All properties are there unless `fields` leaves them out; `id` always is. */
        StoreCustomerAddress: {
            /**
             * @description Id of the address.
             * @example cuaddr_01KERRTD70F7KEHTP15767XN8E
             */
            id: string;
            /**
             * @description Customer the address belongs to.
             * @example cus_01KERRPR10G8KYYH6KD4AGHF67
             */
            customer_id?: string;
            /**
             * @description What the customer calls the address. Null if it has no name.
             * @example Home
             */
            address_name?: string | null;
            /**
             * @description Whether parcels go here unless another address is chosen. True for one address of a customer at most.
             * @example true
             */
            is_default_shipping?: boolean;
            /**
             * @description Whether invoices go here unless another address is chosen. True for one address of a customer at most.
             * @example true
             */
            is_default_billing?: boolean;
            /**
             * @description Company at the address. Null if not given.
             * @example Ateljé Lindqvist
             */
            company?: string | null;
            /**
             * @description First name of whoever lives or works there. Null if not given.
             * @example Mira
             */
            first_name?: string | null;
            /**
             * @description Last name of whoever lives or works there. Null if not given.
             * @example Lindqvist
             */
            last_name?: string | null;
            /**
             * @description Street and number. Null if not given.
             * @example Kornhamnstorg 4
             */
            address_1?: string | null;
            /**
             * @description Floor, apartment, care of. Null if not given.
             * @example 2 tr
             */
            address_2?: string | null;
            /**
             * @description City. Null if not given.
             * @example Stockholm
             */
            city?: string | null;
            /**
             * @description Country, two letters of ISO 3166-1 in lower case. Null if not given.
             * @example se
             */
            country_code?: string | null;
            /**
             * @description State, province or region. Null if not given.
             * @example Stockholms län
             */
            province?: string | null;
            /**
             * @description Postal code, as it is written there. Null if not given.
             * @example 111 27
             */
            postal_code?: string | null;
            /**
             * @description Telephone number for the delivery. Null if not given.
             * @example +46 8 555 0100
             */
            phone?: string | null;
            metadata?: components["schemas"]["NullableMetadata"];
            /**
             * Format: date-time
             * @description When the address was created, UTC.
             * @example 2026-01-12T09:33:00.000Z
             */
            created_at?: string;
            /**
             * Format: date-time
             * @description When the address last changed, UTC.
             * @example 2026-01-12T09:33:00.000Z
             */
            updated_at?: string;
        };
        /** @description Says that the address is gone. */
        StoreCustomerAddressDeleteResponse: {
            /**
             * @description Id of the deleted address.
             * @example cuaddr_01KERRTD70F7KEHTP15767XN8E
             */
            id: string;
            /**
             * @description What was deleted. Always `address`.
             * @example address
             */
            object: string;
            /**
             * @description Always true.
             * @example true
             */
            deleted: boolean;
            parent?: components["schemas"]["StoreCustomer"];
        };
        /** @description One page of addresses. */
        StoreCustomerAddressListResponse: {
            /** @description The addresses of this page. */
            addresses: components["schemas"]["StoreCustomerAddress"][];
            /**
             * Format: int32
             * @description Addresses there are on all pages together.
             * @example 2
             */
            count: number;
            /**
             * Format: int32
             * @description Addresses skipped before this page.
             * @example 0
             */
            offset: number;
            /**
             * Format: int32
             * @description Most addresses a page holds, as asked for.
             * @example 50
             */
            limit: number;
        };
        /** @description One address. */
        StoreCustomerAddressResponse: {
            address: components["schemas"]["StoreCustomerAddress"];
        };
        /** @description One customer. */
        StoreCustomerResponse: {
            customer: components["schemas"]["StoreCustomer"];
        };
        /** @description Whose password is to be reset, and what to hand on with the message. */
        StoreRequestPasswordReset: {
            /**
             * @description What the account is known by at the provider. For `emailpass` the e-mail address.
             * @example mira.lindqvist@example.com
             */
            identifier: string;
            metadata?: components["schemas"]["Metadata"];
        };
        /** @description The new password. */
        StoreResetPassword: {
            /**
             * Format: password
             * @description New password, exactly as typed. It needs at least 8 characters, at most 128, and must not be a common one; otherwise the answer is 422.
             * @example example-meadow-lantern
             */
            password: string;
            /**
             * @description E-mail address of the account. May be left out; otherwise it must be the one the token was sent to.
             * @example mira.lindqvist@example.com
             */
            email?: string;
        };
        /** @description The properties to change. Those left out stay as they are. */
        StoreUpdateCustomer: {
            /**
             * @description Company the customer buys for. Null if none.
             * @example Ateljé Lindqvist
             */
            company_name?: string | null;
            /**
             * @description First name. Null if not given.
             * @example Mira
             */
            first_name?: string | null;
            /**
             * @description Last name. Null if not given.
             * @example Lindqvist
             */
            last_name?: string | null;
            /**
             * @description Telephone number, as it was given. Null if none.
             * @example +46 8 555 0100
             */
            phone?: string | null;
            metadata?: components["schemas"]["NullableMetadata"];
        };
        /** @description The properties to change. Those left out stay as they are. */
        StoreUpdateCustomerAddress: {
            /**
             * @description What the customer calls the address. Null if it has no name.
             * @example Home
             */
            address_name?: string | null;
            /**
             * @description Whether parcels go here by default. One address of a customer at most; setting it on one takes it from the other.
             * @example true
             */
            is_default_shipping?: boolean;
            /**
             * @description Whether invoices go here by default. One address of a customer at most; setting it on one takes it from the other.
             * @example true
             */
            is_default_billing?: boolean;
            /**
             * @description Company at the address.
             * @example Ateljé Lindqvist
             */
            company?: string;
            /**
             * @description First name of whoever lives or works there.
             * @example Mira
             */
            first_name?: string;
            /**
             * @description Last name of whoever lives or works there.
             * @example Lindqvist
             */
            last_name?: string;
            /**
             * @description Street and number.
             * @example Kornhamnstorg 4
             */
            address_1?: string;
            /**
             * @description Floor, apartment, care of.
             * @example 2 tr
             */
            address_2?: string;
            /**
             * @description City.
             * @example Stockholm
             */
            city?: string;
            /**
             * @description Country, two letters of ISO 3166-1 in lower case.
             * @example se
             */
            country_code?: string;
            /**
             * @description State, province or region.
             * @example Stockholms län
             */
            province?: string;
            /**
             * @description Postal code, as it is written there.
             * @example 111 27
             */
            postal_code?: string;
            /**
             * @description Telephone number for the delivery.
             * @example +46 8 555 0100
             */
            phone?: string;
            metadata?: components["schemas"]["Metadata"];
        };
        /** @description Says that it was done, where there is nothing else to say. */
        SuccessResponse: {
            /**
             * @description Always true; a failure is an `ApiError`.
             * @example true
             */
            success: boolean;
        };
    };
    responses: {
        /** @description Any other refusal. The status gives its kind, `code` the reason. */
        ApiError: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The body is larger than 64 KiB. */
        BodyTooLarge: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The `Idempotency-Key` was the name of another request. */
        IdempotencyKeyReused: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description A fault on our side. Trying again may help; the request id helps us to find it. */
        InternalError: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The request does not match the contract. `errors` names the fields, where single ones are to blame. */
        InvalidRequest: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The publishable key is missing, unknown or revoked, or the request does not match the contract. `errors` names the fields, where single ones are to blame. */
        InvalidStoreRequest: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The caller may not do this, or a request made with a cookie could not be told from a forged one. */
        NotAllowed: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description Nobody is signed in, or the credential cannot be used. `code` tells a missing, invalid or expired one from an ended session. */
        NotAuthenticated: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The first request under this `Idempotency-Key` is still being worked on. Wait as long as `Retry-After` says. */
        RequestInProgress: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description Overloaded, starting or stopping. Wait as long as `Retry-After` says. */
        TemporarilyUnavailable: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description Too many requests from this caller. Wait as long as `Retry-After` says. */
        TooManyRequests: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The body is not `application/json` in UTF-8. */
        UnsupportedMediaType: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
    };
    parameters: {
        /**
         * @description Text of your own, given back as `state`.
         * @example cart
         */
        AppState: string;
        /** @description Id of the way to sign in. `emailpass` is an e-mail address with a password. */
        AuthProvider: string;
        /**
         * @description Page of the storefront that the provider sends the browser back to, one of those registered for it. Default: the first.
         * @example https://shop.example.com/auth/callback
         */
        CallbackUrl: string;
        /**
         * @description SHA-256 of a verifier that only this browser knows, base64url. Whoever finishes the sign-in then has to know it.
         * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
         */
        ClientChallenge: string;
        /**
         * @description Text whose SHA-256 was the `client_challenge` when the journey began. Needed where one was given.
         * @example verifier_example_verifier_example_verifier_ex
         */
        ClientVerifier: string;
        /**
         * @description SHA-256 of the verifier that will exchange the code, base64url. Required for the mode `code`.
         * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
         */
        CodeChallenge: string;
        /**
         * @description Properties to return, separated by commas. Plain names replace the default set; `+name` adds to it, `-name` takes away from it, `*name` adds a relation with all its properties, `relation.name` is one property of a relation. `id` is always returned. An unknown name is answered with 400.
         * @example id,email,*addresses
         */
        Fields: string;
        /**
         * @description A name for this one request, such as a UUID, so that it can be sent again when no answer came. The same request under the same name is answered for a day with the first answer, and done once; another request under it is 422. A refusal is not kept, because nothing was done. Quotes around it, as in a structured field, are left off.
         * @example 5f0e1c2a-7d3b-4b0e-9a51-2c8e6f4d1b70
         */
        IdempotencyKey: string;
        /**
         * @description Token of an invite, with which a new member of staff signs in for the first time.
         * @example invite_example_invite_example_invite_example_
         */
        InviteToken: string;
        /**
         * @description Most items to return, between 1 and 100.
         * @example 20
         */
        Limit: number;
        /**
         * @description Address the provider may fill in.
         * @example mira.lindqvist@example.com
         */
        LoginHint: string;
        /**
         * @description Whom to sign in. A `user` is a member of staff and is never created here.
         * @example customer
         */
        OauthActorType: components["schemas"]["ActorType"];
        /**
         * @description Id of the client that the address belongs to. Default: the first client of the settings.
         * @example shop
         */
        OauthClientId: string;
        /**
         * @description Code of the provider, to be exchanged for who signed in. Exactly one of `code` and `error` comes back.
         * @example code-of-the-provider
         */
        OauthCode: string;
        /**
         * @description Why the provider did not sign anybody in.
         * @example access_denied
         */
        OauthError: string;
        /**
         * @description What the provider says about the error. It is never shown.
         * @example The user said no.
         */
        OauthErrorDescription: string;
        /**
         * @description Whether to sign in, or to link the provider to the account whose session cookie comes along.
         * @example login
         */
        OauthIntent: components["schemas"]["OauthIntent"];
        /**
         * @description Issuer of the answer, as the provider names itself (RFC 9207).
         * @example https://accounts.google.com
         */
        OauthIssuer: string;
        /**
         * @description What the provider should ask again.
         * @example select_account
         */
        OauthPrompt: string;
        /** @description Id of the provider, as the settings of the server name it. */
        OauthProvider: string;
        /**
         * @description What was sent to the provider when the journey began. It works once.
         * @example state_example_mira_state_example_mira_state_ex
         */
        OauthState: string;
        /**
         * @description Items to skip before the first one returned.
         * @example 0
         */
        Offset: number;
        /**
         * @description What was sent to the provider when the journey began. It works once. Required here or in the body.
         * @example state_example_mira_state_example_mira_state_ex
         */
        OptionalOauthState: string;
        /**
         * @description Property to sort by, ascending; with a leading `-` descending. Items that compare equal are sorted by id, so pages never overlap. A property that cannot be sorted by is answered with 400.
         * @example -created_at
         */
        Order: string;
        /**
         * @description Where the browser is sent in the end: a registered address, compared as a whole. Default: the one of the client.
         * @example https://shop.example.com/signed-in
         */
        RedirectUri: string;
        /**
         * @description How the sign-in is delivered: one of the modes registered for the address. Default `query`, and `json` where there is no address to go to.
         * @example code
         */
        ResponseMode: components["schemas"]["OauthResponseMode"];
        /**
         * @description Text to look for in the text properties of the resource, in upper or lower case.
         * @example harbour
         */
        Search: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description The methods that would be answered, separated by commas.
         * @example OPTIONS, POST
         */
        Allow: string;
        /**
         * @description Always `no-store`. Answers about credentials must not be kept by browsers or proxies.
         * @example no-store
         */
        CacheControl: string;
        /**
         * @description Removes the session cookie, whether or not one was sent.
         * @example __Host-store_sid=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax
         */
        ClearCookie: string;
        /**
         * @description Token of the session, for pages whose requests carry its cookie and cannot be told from forged ones otherwise: sent back in the header `x-csrf-token` of POST, PUT, PATCH and DELETE. One that is refused is asked for again.
         * @example csrf_example_csrf_example_csrf_example_csrf
         */
        CsrfToken: string;
        /**
         * @description `true` when this is the answer that an earlier request under the same `Idempotency-Key` had; nothing was done this time.
         * @example true
         */
        IdempotentReplayed: string;
        /**
         * @description Where the browser goes next. It starts from an address that is registered, or is the provider's own.
         * @example https://shop.example.com/signed-in?code=code_example_mira_code_example_mira_code_exampl&state=cart
         */
        Location: string;
        /**
         * @description Id of this request; quote it when asking for help. Equal to `request_id` in the body of an error.
         * @example req_01KERRMXE0RFVVVX9QRHKJ8E9C
         */
        RequestId: string;
        /**
         * @description Whole seconds to wait before the next attempt, at least 1.
         * @example 30
         */
        RetryAfter: number;
        /**
         * @description Sets the session cookie. It is `HttpOnly`, `Secure`, `SameSite=Lax`, for the whole host, and holds a random id, not a token.
         * @example __Host-store_sid=sid_example_mira; Max-Age=1209600; Path=/; HttpOnly; Secure; SameSite=Lax
         */
        SetCookie: string;
        /**
         * @description Takes the cookie of the journey back, and sets the session cookie where the sign-in is delivered by one.
         * @example __Host-store_sid=sid_example_mira; Max-Age=1209600; Path=/; HttpOnly; Secure; SameSite=Lax
         */
        SetDeliveredCookie: string;
        /**
         * @description Makes the device known to the account that signed in. Whoever signed in on a device keeps a budget of their own there when strangers use up the attempts for the address. The cookie proves nothing else. It is `HttpOnly`, `Secure`, `SameSite=Lax`, for the whole host.
         * @example __Host-device=device_example_mira; Max-Age=15552000; Path=/; HttpOnly; Secure; SameSite=Lax
         */
        SetDeviceCookie: string;
        /**
         * @description Binds the journey to this browser: whoever comes back without it is refused. It is `HttpOnly`, `Secure`, for the whole host, and lives ten minutes. Each journey has a name of its own, so that tabs do not disturb each other.
         * @example __Host-oauth_8e37a5bd=flow_example_mira; Max-Age=600; Path=/; HttpOnly; Secure; SameSite=Lax
         */
        SetFlowCookie: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    registerAuthIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the way to sign in. `emailpass` is an e-mail address with a password. */
                auth_provider: components["parameters"]["AuthProvider"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthProviderBody"];
            };
        };
        responses: {
            /** @description Identity registered, or its registration continued. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthTokenResponse"];
                };
            };
            /** @description The body is not valid, or the provider does not take registrations. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The address has an account that this password does not continue. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such provider. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description The password does not meet the policy. */
            422: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    authenticateCustomerByGet: {
        parameters: {
            query?: {
                /**
                 * @description Page of the storefront that the provider sends the browser back to, one of those registered for it. Default: the first.
                 * @example https://shop.example.com/auth/callback
                 */
                callback_url?: components["parameters"]["CallbackUrl"];
                /**
                 * @description SHA-256 of a verifier that only this browser knows, base64url. Whoever finishes the sign-in then has to know it.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                client_challenge?: components["parameters"]["ClientChallenge"];
            };
            header?: never;
            path: {
                /** @description Id of the way to sign in. `emailpass` is an e-mail address with a password. */
                auth_provider: components["parameters"]["AuthProvider"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description On to the provider. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthLocationResponse"];
                };
            };
            /** @description The page to come back to is not registered. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such provider. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The provider asks for a password, which does not belong in an address. */
            405: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            /** @description The provider is down, or answers what cannot be used. */
            502: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            503: components["responses"]["TemporarilyUnavailable"];
            /** @description The provider did not answer in time. */
            504: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            default: components["responses"]["ApiError"];
        };
    };
    authenticateCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the way to sign in. `emailpass` is an e-mail address with a password. */
                auth_provider: components["parameters"]["AuthProvider"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthProviderBody"];
            };
        };
        responses: {
            /** @description Signed in, or sent on to the provider. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Set-Cookie": components["headers"]["SetDeviceCookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthenticateResponse"];
                };
            };
            /** @description The body is not what the provider asks for, or the page to come back to is not registered. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The credentials are not valid. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The password is right, but the account is disabled; or the page's origin is not allowed. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such provider. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            /** @description The provider is down, or answers what cannot be used. */
            502: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            503: components["responses"]["TemporarilyUnavailable"];
            /** @description The provider did not answer in time. */
            504: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            default: components["responses"]["ApiError"];
        };
    };
    finishCustomerSignInByGet: {
        parameters: {
            query: {
                /**
                 * @description What was sent to the provider when the journey began. It works once.
                 * @example state_example_mira_state_example_mira_state_ex
                 */
                state: components["parameters"]["OauthState"];
                /**
                 * @description Code of the provider, to be exchanged for who signed in. Exactly one of `code` and `error` comes back.
                 * @example code-of-the-provider
                 */
                code?: components["parameters"]["OauthCode"];
                /**
                 * @description Why the provider did not sign anybody in.
                 * @example access_denied
                 */
                error?: components["parameters"]["OauthError"];
                /**
                 * @description What the provider says about the error. It is never shown.
                 * @example The user said no.
                 */
                error_description?: components["parameters"]["OauthErrorDescription"];
                /**
                 * @description Issuer of the answer, as the provider names itself (RFC 9207).
                 * @example https://accounts.google.com
                 */
                iss?: components["parameters"]["OauthIssuer"];
                /**
                 * @description Text whose SHA-256 was the `client_challenge` when the journey began. Needed where one was given.
                 * @example verifier_example_verifier_example_verifier_ex
                 */
                client_verifier?: components["parameters"]["ClientVerifier"];
            };
            header?: never;
            path: {
                /** @description Id of the way to sign in. `emailpass` is an e-mail address with a password. */
                auth_provider: components["parameters"]["AuthProvider"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthTokenResponse"];
                };
            };
            /** @description The state or the answer of the provider is not valid. Never a redirect where the state is at fault. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The provider does not know the code, or does not prove who signed in. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The person or the provider said no, the account is disabled, or an account cannot be made or linked. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such provider. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            /** @description The provider is down, or answers what cannot be used. */
            502: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            503: components["responses"]["TemporarilyUnavailable"];
            /** @description The provider did not answer in time. */
            504: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            default: components["responses"]["ApiError"];
        };
    };
    finishCustomerSignIn: {
        parameters: {
            query?: {
                /**
                 * @description What was sent to the provider when the journey began. It works once. Required here or in the body.
                 * @example state_example_mira_state_example_mira_state_ex
                 */
                state?: components["parameters"]["OptionalOauthState"];
                /**
                 * @description Code of the provider, to be exchanged for who signed in. Exactly one of `code` and `error` comes back.
                 * @example code-of-the-provider
                 */
                code?: components["parameters"]["OauthCode"];
                /**
                 * @description Why the provider did not sign anybody in.
                 * @example access_denied
                 */
                error?: components["parameters"]["OauthError"];
                /**
                 * @description What the provider says about the error. It is never shown.
                 * @example The user said no.
                 */
                error_description?: components["parameters"]["OauthErrorDescription"];
                /**
                 * @description Issuer of the answer, as the provider names itself (RFC 9207).
                 * @example https://accounts.google.com
                 */
                iss?: components["parameters"]["OauthIssuer"];
                /**
                 * @description Text whose SHA-256 was the `client_challenge` when the journey began. Needed where one was given.
                 * @example verifier_example_verifier_example_verifier_ex
                 */
                client_verifier?: components["parameters"]["ClientVerifier"];
            };
            header?: never;
            path: {
                /** @description Id of the way to sign in. `emailpass` is an e-mail address with a password. */
                auth_provider: components["parameters"]["AuthProvider"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OauthCallbackBody"];
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthTokenResponse"];
                };
            };
            /** @description The state or the answer of the provider is not valid. Never a redirect where the state is at fault. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The provider does not know the code, or does not prove who signed in. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The person or the provider said no, the account is disabled, or an account cannot be made or linked. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such provider. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            /** @description The provider is down, or answers what cannot be used. */
            502: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            503: components["responses"]["TemporarilyUnavailable"];
            /** @description The provider did not answer in time. */
            504: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            default: components["responses"]["ApiError"];
        };
    };
    requestPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the way to sign in. `emailpass` is an e-mail address with a password. */
                auth_provider: components["parameters"]["AuthProvider"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StoreRequestPasswordReset"];
            };
        };
        responses: {
            /** @description Taken in. A mail follows if there is such an account. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The body is not valid, or `metadata` is larger than 4 KiB or deeper than 5 levels. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name for this one request, such as a UUID, so that it can be sent again when no answer came. The same request under the same name is answered for a day with the first answer, and done once; another request under it is 422. A refusal is not kept, because nothing was done. Quotes around it, as in a structured field, are left off.
                 * @example 5f0e1c2a-7d3b-4b0e-9a51-2c8e6f4d1b70
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the way to sign in. `emailpass` is an e-mail address with a password. */
                auth_provider: components["parameters"]["AuthProvider"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StoreResetPassword"];
            };
        };
        responses: {
            /** @description Password set, and all sessions ended. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The body is not valid, or `email` is not the address that the token was sent to. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The token is missing, used up, expired, replaced by a newer one, or of another provider or kind. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            409: components["responses"]["RequestInProgress"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description The password does not meet the policy; or the `Idempotency-Key` was the name of another request. */
            422: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    changeMyPassword: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name for this one request, such as a UUID, so that it can be sent again when no answer came. The same request under the same name is answered for a day with the first answer, and done once; another request under it is 422. A refusal is not kept, because nothing was done. Quotes around it, as in a structured field, are left off.
                 * @example 5f0e1c2a-7d3b-4b0e-9a51-2c8e6f4d1b70
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the way to sign in. `emailpass` is an e-mail address with a password. */
                auth_provider: components["parameters"]["AuthProvider"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePassword"];
            };
        };
        responses: {
            /** @description Password changed, and all other sessions ended. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The body is not valid, or the provider knows no passwords. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The current password is wrong, or nobody is signed in. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            403: components["responses"]["NotAllowed"];
            /** @description There is no such provider. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            409: components["responses"]["RequestInProgress"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description The new password does not meet the policy; or the `Idempotency-Key` was the name of another request. */
            422: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    refreshAuthToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefreshTokenRequest"];
            };
        };
        responses: {
            /** @description Token refreshed. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthTokenResponse"];
                };
            };
            /** @description The body is not valid, or the access token and the refresh token belong to two sessions. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description Nothing was sent that proves a session, or the session has ended. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            403: components["responses"]["NotAllowed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    requestEmailVerification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken in. A mail follows if there is something to prove. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            /** @description E-mail verification is switched off. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    confirmEmailVerification: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name for this one request, such as a UUID, so that it can be sent again when no answer came. The same request under the same name is answered for a day with the first answer, and done once; another request under it is 422. A refusal is not kept, because nothing was done. Quotes around it, as in a structured field, are left off.
                 * @example 5f0e1c2a-7d3b-4b0e-9a51-2c8e6f4d1b70
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmEmailVerification"];
            };
        };
        responses: {
            /** @description The address is proven. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            /** @description The token is unknown, used up, expired or replaced, its account is gone or has another address now, or somebody else has proven the address. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description E-mail verification is switched off. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            409: components["responses"]["RequestInProgress"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    createAuthSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cookie set. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Set-Cookie": components["headers"]["SetCookie"];
                    "x-csrf-token": components["headers"]["CsrfToken"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthSessionResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            /** @description The request comes from a page of an origin that is not allowed. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    deleteAuthSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out, and the cookie removed. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Set-Cookie": components["headers"]["ClearCookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    listMyIdentities: {
        parameters: {
            query?: {
                /**
                 * @description Most items to return, between 1 and 100.
                 * @example 20
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description Items to skip before the first one returned.
                 * @example 0
                 */
                offset?: components["parameters"]["Offset"];
                /**
                 * @description Property to sort by, ascending; with a leading `-` descending. Items that compare equal are sorted by id, so pages never overlap. A property that cannot be sorted by is answered with 400.
                 * @example -created_at
                 */
                order?: components["parameters"]["Order"];
                /**
                 * @description Properties to return, separated by commas. Plain names replace the default set; `+name` adds to it, `-name` takes away from it, `*name` adds a relation with all its properties, `relation.name` is one property of a relation. `id` is always returned. An unknown name is answered with 400.
                 * @example id,email,*addresses
                 */
                fields?: components["parameters"]["Fields"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of ways in. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthIdentityListResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    unlinkMyIdentity: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name for this one request, such as a UUID, so that it can be sent again when no answer came. The same request under the same name is answered for a day with the first answer, and done once; another request under it is 422. A refusal is not kept, because nothing was done. Quotes around it, as in a structured field, are left off.
                 * @example 5f0e1c2a-7d3b-4b0e-9a51-2c8e6f4d1b70
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description Id of a way in, from `listMyIdentities`.
                 * @example provid_01KERRPR10G8KYYH6KD4AGHF68
                 */
                identity_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthIdentityDeleteResponse"];
                };
            };
            /** @description It is the last way in. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            /** @description The customer has no such way in. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            409: components["responses"]["RequestInProgress"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    startOauthSignIn: {
        parameters: {
            query?: {
                /**
                 * @description Where the browser is sent in the end: a registered address, compared as a whole. Default: the one of the client.
                 * @example https://shop.example.com/signed-in
                 */
                redirect_uri?: components["parameters"]["RedirectUri"];
                /**
                 * @description Id of the client that the address belongs to. Default: the first client of the settings.
                 * @example shop
                 */
                client_id?: components["parameters"]["OauthClientId"];
                /**
                 * @description How the sign-in is delivered: one of the modes registered for the address. Default `query`, and `json` where there is no address to go to.
                 * @example code
                 */
                response_mode?: components["parameters"]["ResponseMode"];
                /**
                 * @description SHA-256 of the verifier that will exchange the code, base64url. Required for the mode `code`.
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                code_challenge?: components["parameters"]["CodeChallenge"];
                /**
                 * @description Text of your own, given back as `state`.
                 * @example cart
                 */
                app_state?: components["parameters"]["AppState"];
                /**
                 * @description Whom to sign in. A `user` is a member of staff and is never created here.
                 * @example customer
                 */
                actor_type?: components["parameters"]["OauthActorType"];
                /**
                 * @description Token of an invite, with which a new member of staff signs in for the first time.
                 * @example invite_example_invite_example_invite_example_
                 */
                invite_token?: components["parameters"]["InviteToken"];
                /**
                 * @description Whether to sign in, or to link the provider to the account whose session cookie comes along.
                 * @example login
                 */
                intent?: components["parameters"]["OauthIntent"];
                /**
                 * @description Address the provider may fill in.
                 * @example mira.lindqvist@example.com
                 */
                login_hint?: components["parameters"]["LoginHint"];
                /**
                 * @description What the provider should ask again.
                 * @example select_account
                 */
                prompt?: components["parameters"]["OauthPrompt"];
            };
            header?: never;
            path: {
                /** @description Id of the provider, as the settings of the server name it. */
                provider: components["parameters"]["OauthProvider"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description On to the provider. */
            302: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Location: components["headers"]["Location"];
                    "Set-Cookie": components["headers"]["SetFlowCookie"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter is not valid, or the address is not registered for the client and mode. Never a redirect. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description A provider is to be linked, and nobody is signed in. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description A provider is to be linked, and the sign-in is too long ago. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such provider. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            /** @description The provider is down, or answers what cannot be used. */
            502: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            503: components["responses"]["TemporarilyUnavailable"];
            /** @description The provider did not answer in time. */
            504: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            default: components["responses"]["ApiError"];
        };
    };
    finishOauthSignIn: {
        parameters: {
            query: {
                /**
                 * @description What was sent to the provider when the journey began. It works once.
                 * @example state_example_mira_state_example_mira_state_ex
                 */
                state: components["parameters"]["OauthState"];
                /**
                 * @description Code of the provider, to be exchanged for who signed in. Exactly one of `code` and `error` comes back.
                 * @example code-of-the-provider
                 */
                code?: components["parameters"]["OauthCode"];
                /**
                 * @description Why the provider did not sign anybody in.
                 * @example access_denied
                 */
                error?: components["parameters"]["OauthError"];
                /**
                 * @description What the provider says about the error. It is never shown.
                 * @example The user said no.
                 */
                error_description?: components["parameters"]["OauthErrorDescription"];
                /**
                 * @description Issuer of the answer, as the provider names itself (RFC 9207).
                 * @example https://accounts.google.com
                 */
                iss?: components["parameters"]["OauthIssuer"];
            };
            header?: never;
            path: {
                /** @description Id of the provider, as the settings of the server name it. */
                provider: components["parameters"]["OauthProvider"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed in, delivered as JSON. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthSignedIn"];
                };
            };
            /** @description On to the registered address, with the sign-in or an error. */
            302: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Location: components["headers"]["Location"];
                    "Set-Cookie": components["headers"]["SetDeliveredCookie"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The state or the answer of the provider is not valid. Never a redirect where the state is at fault. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The provider does not know the code, or does not prove who signed in. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The person or the provider said no, the account is disabled, or an account cannot be made or linked. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such provider. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The identity at the provider is linked to another account. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            /** @description The provider is down, or answers what cannot be used. */
            502: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            503: components["responses"]["TemporarilyUnavailable"];
            /** @description The provider did not answer in time. */
            504: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            default: components["responses"]["ApiError"];
        };
    };
    finishOauthSignInByForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the provider, as the settings of the server name it. */
                provider: components["parameters"]["OauthProvider"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["OauthCallbackBody"];
            };
        };
        responses: {
            /** @description Signed in, delivered as JSON. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthSignedIn"];
                };
            };
            /** @description On to the registered address, with the sign-in or an error. */
            303: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Location: components["headers"]["Location"];
                    "Set-Cookie": components["headers"]["SetDeliveredCookie"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The state or the answer of the provider is not valid. Never a redirect where the state is at fault. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The provider does not know the code, or does not prove who signed in. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The person or the provider said no, the account is disabled, or an account cannot be made or linked. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such provider. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The identity at the provider is linked to another account. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            /** @description The provider is down, or answers what cannot be used. */
            502: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            503: components["responses"]["TemporarilyUnavailable"];
            /** @description The provider did not answer in time. */
            504: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            default: components["responses"]["ApiError"];
        };
    };
    exchangeOauthCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OauthExchange"];
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthSignedIn"];
                };
            };
            /** @description The code is unknown, used, expired, or somebody else's. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    listMySessions: {
        parameters: {
            query?: {
                /**
                 * @description Most items to return, between 1 and 100.
                 * @example 20
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description Items to skip before the first one returned.
                 * @example 0
                 */
                offset?: components["parameters"]["Offset"];
                /**
                 * @description Property to sort by, ascending; with a leading `-` descending. Items that compare equal are sorted by id, so pages never overlap. A property that cannot be sorted by is answered with 400.
                 * @example -created_at
                 */
                order?: components["parameters"]["Order"];
                /**
                 * @description Properties to return, separated by commas. Plain names replace the default set; `+name` adds to it, `-name` takes away from it, `*name` adds a relation with all its properties, `relation.name` is one property of a relation. `id` is always returned. An unknown name is answered with 400.
                 * @example id,email,*addresses
                 */
                fields?: components["parameters"]["Fields"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of sessions. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionListResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    revokeMySession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a session of the signed-in customer. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Session ended. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDeleteResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            /** @description The customer has no such session. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    revokeMyOtherSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All other sessions ended. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    registerCustomer: {
        parameters: {
            query?: {
                /**
                 * @description Properties to return, separated by commas. Plain names replace the default set; `+name` adds to it, `-name` takes away from it, `*name` adds a relation with all its properties, `relation.name` is one property of a relation. `id` is always returned. An unknown name is answered with 400.
                 * @example id,email,*addresses
                 */
                fields?: components["parameters"]["Fields"];
            };
            header?: {
                /**
                 * @description A name for this one request, such as a UUID, so that it can be sent again when no answer came. The same request under the same name is answered for a day with the first answer, and done once; another request under it is 422. A refusal is not kept, because nothing was done. Quotes around it, as in a structured field, are left off.
                 * @example 5f0e1c2a-7d3b-4b0e-9a51-2c8e6f4d1b70
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StoreCreateCustomer"];
            };
        };
        responses: {
            /** @description Customer registered. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreCustomerResponse"];
                };
            };
            /** @description The request is not valid, the address is not the one the registration began with, or the caller is a customer already. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            /** @description E-mail addresses are verified here, and this one is not proven yet; or the request was made with a cookie and could not be told from a forged one. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description Another request finished the same registration first; or the first request under this `Idempotency-Key` is still being worked on. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description A registered customer already uses this address; or the `Idempotency-Key` was the name of another request. */
            422: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    getMe: {
        parameters: {
            query?: {
                /**
                 * @description Properties to return, separated by commas. Plain names replace the default set; `+name` adds to it, `-name` takes away from it, `*name` adds a relation with all its properties, `relation.name` is one property of a relation. `id` is always returned. An unknown name is answered with 400.
                 * @example id,email,*addresses
                 */
                fields?: components["parameters"]["Fields"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The customer. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "x-csrf-token": components["headers"]["CsrfToken"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreCustomerResponse"];
                };
            };
            400: components["responses"]["InvalidStoreRequest"];
            401: components["responses"]["NotAuthenticated"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    updateMe: {
        parameters: {
            query?: {
                /**
                 * @description Properties to return, separated by commas. Plain names replace the default set; `+name` adds to it, `-name` takes away from it, `*name` adds a relation with all its properties, `relation.name` is one property of a relation. `id` is always returned. An unknown name is answered with 400.
                 * @example id,email,*addresses
                 */
                fields?: components["parameters"]["Fields"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StoreUpdateCustomer"];
            };
        };
        responses: {
            /** @description Customer updated. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreCustomerResponse"];
                };
            };
            400: components["responses"]["InvalidStoreRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    listMyAddresses: {
        parameters: {
            query?: {
                /**
                 * @description Most items to return, between 1 and 100.
                 * @example 20
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description Items to skip before the first one returned.
                 * @example 0
                 */
                offset?: components["parameters"]["Offset"];
                /**
                 * @description Property to sort by, ascending; with a leading `-` descending. Items that compare equal are sorted by id, so pages never overlap. A property that cannot be sorted by is answered with 400.
                 * @example -created_at
                 */
                order?: components["parameters"]["Order"];
                /**
                 * @description Properties to return, separated by commas. Plain names replace the default set; `+name` adds to it, `-name` takes away from it, `*name` adds a relation with all its properties, `relation.name` is one property of a relation. `id` is always returned. An unknown name is answered with 400.
                 * @example id,email,*addresses
                 */
                fields?: components["parameters"]["Fields"];
                /**
                 * @description Text to look for in the text properties of the resource, in upper or lower case.
                 * @example harbour
                 */
                q?: components["parameters"]["Search"];
                /**
                 * @description Only addresses in one of these cities, spelt exactly so.
                 * @example [
                 *       "Stockholm"
                 *     ]
                 */
                city?: string[];
                /**
                 * @description Only addresses in one of these countries, two letters in lower case.
                 * @example [
                 *       "se"
                 *     ]
                 */
                country_code?: string[];
                /**
                 * @description Only addresses with one of these postal codes, spelt exactly so.
                 * @example [
                 *       "111 27"
                 *     ]
                 */
                postal_code?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of addresses. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreCustomerAddressListResponse"];
                };
            };
            400: components["responses"]["InvalidStoreRequest"];
            401: components["responses"]["NotAuthenticated"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    createMyAddress: {
        parameters: {
            query?: {
                /**
                 * @description Properties to return, separated by commas. Plain names replace the default set; `+name` adds to it, `-name` takes away from it, `*name` adds a relation with all its properties, `relation.name` is one property of a relation. `id` is always returned. An unknown name is answered with 400.
                 * @example id,email,*addresses
                 */
                fields?: components["parameters"]["Fields"];
            };
            header?: {
                /**
                 * @description A name for this one request, such as a UUID, so that it can be sent again when no answer came. The same request under the same name is answered for a day with the first answer, and done once; another request under it is 422. A refusal is not kept, because nothing was done. Quotes around it, as in a structured field, are left off.
                 * @example 5f0e1c2a-7d3b-4b0e-9a51-2c8e6f4d1b70
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StoreCreateCustomerAddress"];
            };
        };
        responses: {
            /** @description Address created. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreCustomerResponse"];
                };
            };
            /** @description The request is not valid, or the address book holds 1,000 addresses already. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            409: components["responses"]["RequestInProgress"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    getMyAddress: {
        parameters: {
            query?: {
                /**
                 * @description Properties to return, separated by commas. Plain names replace the default set; `+name` adds to it, `-name` takes away from it, `*name` adds a relation with all its properties, `relation.name` is one property of a relation. `id` is always returned. An unknown name is answered with 400.
                 * @example id,email,*addresses
                 */
                fields?: components["parameters"]["Fields"];
            };
            header?: never;
            path: {
                /** @description Id of an address of the signed-in customer. */
                address_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The address. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreCustomerAddressResponse"];
                };
            };
            400: components["responses"]["InvalidStoreRequest"];
            401: components["responses"]["NotAuthenticated"];
            /** @description The customer has no such address. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    updateMyAddress: {
        parameters: {
            query?: {
                /**
                 * @description Properties to return, separated by commas. Plain names replace the default set; `+name` adds to it, `-name` takes away from it, `*name` adds a relation with all its properties, `relation.name` is one property of a relation. `id` is always returned. An unknown name is answered with 400.
                 * @example id,email,*addresses
                 */
                fields?: components["parameters"]["Fields"];
            };
            header?: never;
            path: {
                /** @description Id of an address of the signed-in customer. */
                address_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StoreUpdateCustomerAddress"];
            };
        };
        responses: {
            /** @description Address updated. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreCustomerResponse"];
                };
            };
            400: components["responses"]["InvalidStoreRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            /** @description The customer has no such address. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    deleteMyAddress: {
        parameters: {
            query?: {
                /**
                 * @description Properties to return, separated by commas. Plain names replace the default set; `+name` adds to it, `-name` takes away from it, `*name` adds a relation with all its properties, `relation.name` is one property of a relation. `id` is always returned. An unknown name is answered with 400.
                 * @example id,email,*addresses
                 */
                fields?: components["parameters"]["Fields"];
            };
            header?: {
                /**
                 * @description A name for this one request, such as a UUID, so that it can be sent again when no answer came. The same request under the same name is answered for a day with the first answer, and done once; another request under it is 422. A refusal is not kept, because nothing was done. Quotes around it, as in a structured field, are left off.
                 * @example 5f0e1c2a-7d3b-4b0e-9a51-2c8e6f4d1b70
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of an address of the signed-in customer. */
                address_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Address deleted. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreCustomerAddressDeleteResponse"];
                };
            };
            400: components["responses"]["InvalidStoreRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            /** @description The customer has no such address. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            409: components["responses"]["RequestInProgress"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
}
