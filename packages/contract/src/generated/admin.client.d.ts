// Generated from openapi/admin.yaml by pnpm generate. Do not edit.
export interface paths {
    "/admin/auth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the signed-in user
         * @description Answers the member of staff who is signed in.
         */
        get: operations["getAdminAuth"];
        put?: never;
        /**
         * Create a cookie session for staff
         * @description Signs a member of staff in and sets the session cookie. All causes of a failure look the same. Credentials that come with the request are ignored.
         */
        post: operations["createAdminSession"];
        /**
         * Delete the session of staff
         * @description Signs out: ends this session, its cookie and its tokens. Other sessions of the same user go on. An api token has no session: with it nothing ends.
         */
        delete: operations["deleteAdminSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/auth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an access token for staff
         * @description Signs a member of staff in and answers an access token. No cookie is set. All causes of a failure look the same.
         */
        post: operations["createAdminToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change one's own password
         * @description Replaces the password of the signed-in member of staff, who has to know the current one. All other sessions of the user end, and mailed reset tokens stop working; the session of this request goes on. An api token stays as it is.
         */
        post: operations["changeAdminMyPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/auth/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the ways into one's own account
         * @description Answers the ways in which the signed-in member of staff can sign in, oldest first unless `order` says otherwise.
         */
        get: operations["listAdminMyIdentities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/auth/identities/{identity_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a way in, from `listAdminMyIdentities`. */
                identity_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a way into one's own account
         * @description The signed-in member of staff can no longer sign in with it, and sessions that began with it end, this one excepted. The last way in stays.
         */
        delete: operations["unlinkAdminMyIdentity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List one's own sessions
         * @description Answers the sessions of the signed-in member of staff that are still good, newest first unless `order` says otherwise. An api token has no session, so none is `current` when it asks.
         */
        get: operations["listAdminMySessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/auth/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a session of the signed-in member of staff. */
                session_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke one of one's own sessions
         * @description Ends one session of the signed-in member of staff: its cookie and its tokens stop working at once. Ending it again answers the same. Ending the session of this request signs the caller out.
         */
        delete: operations["revokeAdminMySession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/auth/sessions/revoke-others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke one's own other sessions
         * @description Ends all sessions of the signed-in member of staff but the one of this request. With an api token, which has no session, all of them end; the api token itself stays.
         */
        post: operations["revokeAdminMyOtherSessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users
         * @description Answers the staff, newest first unless `order` says otherwise.
         */
        get: operations["listAdminUsers"];
        put?: never;
        /**
         * Create a user
         * @description Adds a member of staff, who can sign in at once with the password given here. Inviting them instead lets them choose it. Only an administrator creates administrators.
         */
        post: operations["createAdminUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/password-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request a password reset for staff
         * @description Mails the member of staff a link that sets a new password, good for 15 minutes and for one use; it replaces the links mailed before. The answer is the same, and takes as long, if there is no such user, the account is disabled, or it was mailed too often: then the link mailed last goes on working. Credentials that come with the request are ignored.
         */
        post: operations["requestAdminPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset the password of staff
         * @description Sets a new password with the token from the mailed link. All sessions of the user end and the other mailed tokens stop working. Nobody is signed in by it. A password that does not meet the policy leaves the token usable. Credentials that come with the request are ignored.
         */
        post: operations["resetAdminPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user. */
                id: string;
            };
            cookie?: never;
        };
        /**
         * Get a user
         * @description Answers one member of staff.
         */
        get: operations["getAdminUser"];
        put?: never;
        /**
         * Update a user
         * @description Changes the properties that are sent. Everybody may change their own names, metadata and api token; another user, and any change of a role to or from `admin`, is for administrators. The e-mail address cannot be changed.
         */
        post: operations["updateAdminUser"];
        /**
         * Delete a user
         * @description Removes a member of staff: their sessions and their api token stop working at once, and the address can be used again. Only administrators do so, to others than themselves. Deleting the same user again answers the same.
         */
        delete: operations["deleteAdminUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{id}/identities": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user. */
                id: string;
            };
            cookie?: never;
        };
        /**
         * List the ways into a user's account
         * @description Answers the ways in which the member of staff can sign in, oldest first unless `order` says otherwise. Those of somebody else are for administrators.
         */
        get: operations["listAdminUserIdentities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{id}/identities/{identity_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user. */
                id: string;
                /** @description Id of a way in, from `listAdminUserIdentities`. */
                identity_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a way into a user's account
         * @description The member of staff can no longer sign in with it, and sessions that began with it end. Those of somebody else are for administrators. The last way in stays: who is to sign in no more is disabled.
         */
        delete: operations["unlinkAdminUserIdentity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user. */
                id: string;
            };
            cookie?: never;
        };
        /**
         * List a user's sessions
         * @description Answers the sessions of the member of staff that are still good, newest first unless `order` says otherwise. Those of somebody else are for administrators.
         */
        get: operations["listAdminUserSessions"];
        put?: never;
        post?: never;
        /**
         * Revoke a user's sessions
         * @description Ends all sessions of the member of staff, who may sign in again; their api token goes on working. Those of somebody else are for administrators. If there are none, the answer is the same.
         */
        delete: operations["revokeAdminUserSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user. */
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable a user's account
         * @description Keeps the member of staff from signing in, ends all their sessions and takes their api token away. Only administrators do so, to others than themselves. Nothing else about the user changes. Doing it again answers the same.
         */
        post: operations["disableAdminUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user. */
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable a user's account
         * @description Lets the member of staff sign in again, with the password there was. Sessions and the api token that ended stay ended. Only administrators do so. Doing it again answers the same.
         */
        post: operations["enableAdminUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/invites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List invites
         * @description Answers the invites, pending and accepted, newest first unless `order` says otherwise. Their tokens are not shown.
         */
        get: operations["listAdminInvites"];
        put?: never;
        /**
         * Create an invite
         * @description Invites somebody to join the staff: mails a link that is good for 7 days and for one use, and answers its token, which is not shown again. If the person is invited already, that invite gets the new role and a new token, and the old one stops working. What concerns an invite to be an administrator is for administrators.
         */
        post: operations["createAdminInvite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/invites/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invite
         * @description Joins the staff with the token of an invite: creates the user with the address and the role of the invite. Nobody is signed in by it. A token that cannot be used looks the same for every cause. A password that does not meet the policy leaves the token usable. Credentials that come with the request are ignored.
         */
        post: operations["acceptAdminInvite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/invites/{invite_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an invite. */
                invite_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete an invite
         * @description Takes an invite back: its token stops working. A person who has joined stays. Deleting it again answers the same.
         */
        delete: operations["deleteAdminInvite"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/invites/{invite_id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an invite. */
                invite_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resend an invite
         * @description Mails the invite again, with a new token that is good for another 7 days; the old one stops working. The new token is answered here and not shown again. An invite to be an administrator is resent by administrators.
         */
        post: operations["resendAdminInvite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/customers/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a customer. */
                id: string;
            };
            cookie?: never;
        };
        /**
         * List a customer's sessions
         * @description Answers the sessions of the customer that are still good, newest first unless `order` says otherwise. None of them is `current`.
         */
        get: operations["listAdminCustomerSessions"];
        put?: never;
        post?: never;
        /**
         * Revoke a customer's sessions
         * @description Ends all sessions of the customer: they are signed out everywhere at once, and may sign in again. If there are none, the answer is the same.
         */
        delete: operations["revokeAdminCustomerSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/customers/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a customer. */
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable a customer's account
         * @description Keeps the customer from signing in and ends all their sessions at once. Whoever knows the password is told that the account is disabled; all others cannot tell. Nothing else about the customer changes. Doing it again answers the same.
         */
        post: operations["disableAdminCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/customers/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a customer. */
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable a customer's account
         * @description Lets the customer sign in again, with the password there was. Sessions that ended stay ended. Doing it again answers the same.
         */
        post: operations["enableAdminCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/sales-channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sales channels
         * @description Answers the sales channels, newest first unless `order` says otherwise. `q` looks into name and description; all filters hold together. Those that were deleted are left out, unless `deleted_at` asks for them.
         */
        get: operations["listAdminSalesChannels"];
        put?: never;
        /**
         * Create a sales channel
         * @description Adds a place to sell at. Publishable keys then say which storefront sells there.
         */
        post: operations["createAdminSalesChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/sales-channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a sales channel. */
                id: string;
            };
            cookie?: never;
        };
        /**
         * Get a sales channel
         * @description Answers one sales channel.
         */
        get: operations["getAdminSalesChannel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/publishable-api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List publishable keys
         * @description Answers the publishable keys, revoked ones too, newest first unless `order` says otherwise. `q` looks into the titles.
         */
        get: operations["listAdminPublishableApiKeys"];
        put?: never;
        /**
         * Create a publishable key
         * @description Makes a key for a storefront. It works at once, and names no sales channel until some are added.
         */
        post: operations["createAdminPublishableApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/publishable-api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a publishable key. */
                id: string;
            };
            cookie?: never;
        };
        /**
         * Get a publishable key
         * @description Answers one publishable key, be it revoked or not.
         */
        get: operations["getAdminPublishableApiKey"];
        put?: never;
        /**
         * Update a publishable key
         * @description Changes the properties that are sent. The value of a key never changes.
         */
        post: operations["updateAdminPublishableApiKey"];
        /**
         * Delete a publishable key
         * @description Takes the key away: within five seconds no request with it is answered any more, on any instance. Deleting it again answers the same.
         */
        delete: operations["deleteAdminPublishableApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/publishable-api-keys/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a publishable key. */
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a publishable key
         * @description Ends the key and keeps it to be looked at: within five seconds no request with it is answered any more, on any instance. It cannot be undone. Revoking it again changes nothing: `revoked_at` stays what it was.
         */
        post: operations["revokeAdminPublishableApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/publishable-api-keys/{id}/sales-channels": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a publishable key. */
                id: string;
            };
            cookie?: never;
        };
        /**
         * List the sales channels of a key
         * @description Answers the sales channels that the key names, newest first unless `order` says otherwise. `q` looks into name and description.
         */
        get: operations["listAdminPublishableApiKeySalesChannels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/publishable-api-keys/{id}/sales-channels/batch": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a publishable key. */
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add sales channels to a key
         * @description Lets the key name these sales channels, too. Those it names already stay. All of them are added, or none.
         */
        post: operations["addAdminPublishableApiKeySalesChannels"];
        /**
         * Remove sales channels from a key
         * @description Lets the key name these sales channels no longer. Those it does not name are passed over.
         */
        delete: operations["removeAdminPublishableApiKeySalesChannels"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/secret-api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List secret keys
         * @description Answers the secret keys without their secrets, revoked ones too, newest first unless `order` says otherwise. `q` looks into the titles. Only administrators see them.
         */
        get: operations["listAdminSecretApiKeys"];
        put?: never;
        /**
         * Create a secret key
         * @description Makes a key for a program and answers its secret, which is not shown again. The program sends it as `Authorization: Bearer` or in `x-medusa-access-token`, to the operations that list `secret_key`: the daily work of the shop, with the role given here (`member` unless another is named), and never with more than its creator may do. Only administrators make keys, and only within an hour of signing in.
         */
        post: operations["createAdminSecretApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/secret-api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a secret key. */
                id: string;
            };
            cookie?: never;
        };
        /**
         * Get a secret key
         * @description Answers one secret key without its secret. Only administrators see it.
         */
        get: operations["getAdminSecretApiKey"];
        put?: never;
        post?: never;
        /**
         * Delete a secret key
         * @description Takes the key away: it stops working with the next request, on every instance. Deleting it again answers the same. Only administrators delete keys.
         */
        delete: operations["deleteAdminSecretApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/secret-api-keys/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a secret key. */
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a secret key
         * @description Ends the key and keeps it to be looked at: it stops working with the next request, on every instance. It cannot be undone. Revoking it again changes nothing: `revoked_at` stays what it was. Only administrators revoke keys.
         */
        post: operations["revokeAdminSecretApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List apps
         * @description Answers the apps that the server's settings name, and whether they are connected; by name unless `order` says otherwise.
         */
        get: operations["listAdminApps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/apps/authorizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Connect an app
         * @description Exchanges the `code` for what the app acts with, and keeps that sealed; it is never answered. `state` must be one that `installAdminApp` gave this administrator for this app, not older than ten minutes, and works once. Connecting an app again replaces the connection there was. Only administrators connect apps, and only within an hour of signing in.
         */
        post: operations["authorizeAdminApp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/apps/{application_name}/install": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of an app to programs. */
                application_name: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to connect an app
         * @description Answers a page of the provider to send the administrator to. From there they come back to a page of the admin with `state` and `code`, for `authorizeAdminApp`. Only administrators connect apps.
         */
        post: operations["installAdminApp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The token of the invite, and who joins with it. */
        AdminAcceptInvite: {
            /**
             * @description Token from the mailed link.
             * @example invite_token_example_teo
             */
            token: string;
            user: components["schemas"]["AdminInvitedUser"];
        };
        /** @description Whether an account can be signed in to. */
        AdminAccountResponse: {
            /**
             * @description Id of the customer or the user the account belongs to.
             * @example cus_01KERRPR10G8KYYH6KD4AGHF67
             */
            id: string;
            /**
             * @description Whose account it is, `customer` or `user`.
             * @example customer
             */
            object: string;
            /**
             * @description Whether the account is disabled. Nobody can sign in to a disabled one.
             * @example true
             */
            disabled: boolean;
        };
        /** @description Something of somebody else's that the shop can be connected to, as the server's settings name it. All properties are there unless `fields` leaves them out; `id` always is. */
        AdminApp: {
            /**
             * @description Id of the app.
             * @example oauth_parcels
             */
            id: string;
            /**
             * @description Name of the app to programs.
             * @example parcels
             */
            application_name?: string;
            /**
             * @description Name of the app to people.
             * @example Parcels
             */
            display_name?: string;
            /**
             * @description Always null here: an address that connects is good once, so `installAdminApp` answers one when it is wanted.
             * @example null
             */
            install_url?: string | null;
            /**
             * @description Page of the provider where the connection is ended. Null if it has none.
             * @example https://parcels.example/settings/connections
             */
            uninstall_url?: string | null;
            data?: components["schemas"]["NullableAppConnection"];
        };
        /** @description One page of apps. */
        AdminAppListResponse: {
            /** @description The apps of this page. */
            apps: components["schemas"]["AdminApp"][];
            /**
             * Format: int32
             * @description Apps there are on all pages together.
             * @example 1
             */
            count: number;
            /**
             * Format: int32
             * @description Apps skipped before this page.
             * @example 0
             */
            offset: number;
            /**
             * Format: int32
             * @description Most apps a page holds, as asked for.
             * @example 50
             */
            limit: number;
        };
        /** @description One app. It is called `apps` although it is one, as in the interface that clients know. */
        AdminAppResponse: {
            apps: components["schemas"]["AdminApp"];
        };
        /** @description The signed-in member of staff. */
        AdminAuthResponse: {
            user: components["schemas"]["AdminUser"];
        };
        /** @description What the provider sent back to the admin's page. */
        AdminAuthorizeApp: {
            /**
             * @description Name of the app to programs.
             * @example parcels
             */
            application_name: string;
            /**
             * @description The `state` of the address, as it came back.
             * @example example-state
             */
            state: string;
            /**
             * @description The `code` beside it.
             * @example example-code
             */
            code: string;
        };
        /** @description Who is invited, and what they may do once they join. */
        AdminCreateInvite: {
            /**
             * @description E-mail address of the person to invite. Upper and lower case are the same address.
             * @example teo.marchetti@larkspur.example
             */
            user: string;
            role: components["schemas"]["UserRole"];
        };
        /** @description A new publishable key. */
        AdminCreatePublishableApiKey: {
            /**
             * @description Name, for the staff.
             * @example Larkspur storefront
             */
            title: string;
        };
        /** @description A new sales channel. */
        AdminCreateSalesChannel: {
            /**
             * @description Name, for the staff. Two channels may have the same.
             * @example Online shop
             */
            name: string;
            /**
             * @description What the channel is for. Null if not given.
             * @example Orders from larkspur.example
             */
            description?: string | null;
            /**
             * @description Whether the channel is closed for now.
             * @default false
             * @example false
             */
            is_disabled?: boolean;
        };
        /** @description A new secret key. */
        AdminCreateSecretApiKey: {
            /**
             * @description Name, for the staff.
             * @example Warehouse
             */
            title: string;
            role?: components["schemas"]["UserRole"];
            /**
             * Format: date-time
             * @description When the key stops working by itself, UTC, a time to come. Null if it never does.
             * @example 2027-01-12T00:00:00.000Z
             */
            expires_at?: string | null;
        };
        /** @description Credentials for a session kept in a cookie. */
        AdminCreateSession: {
            /**
             * @description E-mail address of the member of staff. Upper and lower case are the same address.
             * @example ines.okafor@larkspur.example
             */
            email: string;
            /**
             * Format: password
             * @description Password, exactly as typed.
             * @example example-harbour-lighthouse
             */
            password: string;
        };
        /** @description Credentials for an access token. */
        AdminCreateToken: {
            /**
             * @description E-mail address of the member of staff. Upper and lower case are the same address.
             * @example ines.okafor@larkspur.example
             */
            email: string;
            /**
             * Format: password
             * @description Password, exactly as typed.
             * @example example-harbour-lighthouse
             */
            password: string;
        };
        /** @description A new member of staff. Without `role` they become a `member`. */
        AdminCreateUser: {
            /**
             * @description E-mail address to sign in with. Upper and lower case are the same address.
             * @example noor.haddad@larkspur.example
             */
            email: string;
            /**
             * Format: password
             * @description First password, exactly as typed. It needs at least 15 characters, at most 128, and must not be a common one; otherwise the answer is 422.
             * @example example-velvet-compass
             */
            password: string;
            /**
             * @description First name. Null if not given.
             * @example Noor
             */
            first_name?: string | null;
            /**
             * @description Last name. Null if not given.
             * @example Haddad
             */
            last_name?: string | null;
            role?: components["schemas"]["UserRole"];
        };
        /** @description Where the app is connected. */
        AdminInstallAppResponse: {
            /**
             * @description Page of the provider to open in the browser. It is good for ten minutes, once, and for whoever asked for it.
             * @example https://parcels.example/oauth/authorize?response_type=code&client_id=larkspur&state=example-state&code_challenge=example-challenge&code_challenge_method=S256
             */
            install_url: string;
        };
        /** @description An invitation to join the staff. All properties are there unless `fields` leaves them out; `id` always is. */
        AdminInvite: {
            /**
             * @description Id of the invite.
             * @example invite_01KERS5CS08RHM3PZ5YKWG1TQA
             */
            id: string;
            /**
             * @description E-mail address of the person who is invited.
             * @example teo.marchetti@larkspur.example
             */
            user_email?: string;
            role?: components["schemas"]["UserRole"];
            /**
             * @description Whether the person has joined.
             * @example false
             */
            accepted?: boolean;
            /**
             * @description Token that accepts the invite, in the answers that create and resend it. Empty in all others.
             * @example invite_token_example_teo
             */
            token?: string;
            /**
             * Format: date-time
             * @description When the token stops working, UTC.
             * @example 2026-01-19T09:39:00.000Z
             */
            expires_at?: string;
            metadata?: components["schemas"]["NullableMetadata"];
            /**
             * Format: date-time
             * @description When the invite was created, UTC.
             * @example 2026-01-12T09:39:00.000Z
             */
            created_at?: string;
            /**
             * Format: date-time
             * @description When the invite last changed, UTC.
             * @example 2026-01-12T09:39:00.000Z
             */
            updated_at?: string;
            /**
             * Format: date-time
             * @description When the invite was deleted, UTC. Null for a live one.
             * @example null
             */
            deleted_at?: string | null;
        };
        /** @description Says that the invite is gone. */
        AdminInviteDeleteResponse: {
            /**
             * @description Id of the deleted invite.
             * @example invite_01KERS5CS08RHM3PZ5YKWG1TQA
             */
            id: string;
            /**
             * @description What was deleted. Always `invite`.
             * @example invite
             */
            object: string;
            /**
             * @description Always true.
             * @example true
             */
            deleted: boolean;
        };
        /** @description One page of invites. */
        AdminInviteListResponse: {
            /** @description The invites of this page. */
            invites: components["schemas"]["AdminInvite"][];
            /**
             * Format: int32
             * @description Invites there are on all pages together.
             * @example 1
             */
            count: number;
            /**
             * Format: int32
             * @description Invites skipped before this page.
             * @example 0
             */
            offset: number;
            /**
             * Format: int32
             * @description Most invites a page holds, as asked for.
             * @example 50
             */
            limit: number;
        };
        /** @description One invite. */
        AdminInviteResponse: {
            invite: components["schemas"]["AdminInvite"];
        };
        /** @description The person who joins. Address and role come from the invite. */
        AdminInvitedUser: {
            /**
             * @description First name.
             * @example Teo
             */
            first_name: string;
            /**
             * @description Last name.
             * @example Marchetti
             */
            last_name: string;
            /**
             * Format: password
             * @description Password to sign in with, exactly as typed. It needs at least 15 characters, at most 128, and must not be a common one; otherwise the answer is 422.
             * @example example-silver-orchard
             */
            password: string;
        };
        /** @description A new secret key with its secret. */
        AdminNewSecretApiKeyResponse: {
            secret_api_key: components["schemas"]["AdminSecretApiKey"];
            /**
             * @description The secret. It is shown here and never again, because the server keeps only a hash of it.
             * @example sk_example_of_a_secret_that_is_shown_only_once_00000000000000000000
             */
            token: string;
        };
        /** @description What a storefront sends along so that the server knows where it sells. It identifies sales channels and grants nothing. All properties are there unless `fields` leaves them out; `id` always is. */
        AdminPublishableApiKey: {
            /**
             * @description Id of the key, which is also the value to send in `x-publishable-api-key`.
             * @example pk_01KERSGCB0XV5N2T8RJ4ZC7QME
             */
            id: string;
            /**
             * @description Name, for the staff.
             * @example Larkspur storefront
             */
            title?: string;
            /**
             * @description Id of the user who created the key. Null if the server did when it started.
             * @example usr_01KERRMXE05SM3J18WA15SA3WB
             */
            created_by?: string | null;
            /**
             * @description Id of the user who revoked the key. Null if it was not.
             * @example null
             */
            revoked_by?: string | null;
            /**
             * Format: date-time
             * @description When the key was revoked, UTC. Null if it was not.
             * @example null
             */
            revoked_at?: string | null;
            /**
             * Format: date-time
             * @description When the key was created, UTC.
             * @example 2026-01-12T09:45:00.000Z
             */
            created_at?: string;
            /**
             * Format: date-time
             * @description When the key last changed, UTC.
             * @example 2026-01-12T09:45:00.000Z
             */
            updated_at?: string;
        };
        /** @description Says that the key is gone. */
        AdminPublishableApiKeyDeleteResponse: {
            /**
             * @description Id of the deleted key.
             * @example pk_01KERSGCB0XV5N2T8RJ4ZC7QME
             */
            id: string;
            /**
             * @description What was deleted. Always `publishable_api_key`.
             * @example publishable_api_key
             */
            object: string;
            /**
             * @description Always true.
             * @example true
             */
            deleted: boolean;
        };
        /** @description One page of publishable keys. */
        AdminPublishableApiKeyListResponse: {
            /** @description The publishable keys of this page. */
            publishable_api_keys: components["schemas"]["AdminPublishableApiKey"][];
            /**
             * Format: int32
             * @description Publishable keys there are on all pages together.
             * @example 1
             */
            count: number;
            /**
             * Format: int32
             * @description Publishable keys skipped before this page.
             * @example 0
             */
            offset: number;
            /**
             * Format: int32
             * @description Most publishable keys a page holds, as asked for.
             * @example 50
             */
            limit: number;
        };
        /** @description One publishable key. */
        AdminPublishableApiKeyResponse: {
            publishable_api_key: components["schemas"]["AdminPublishableApiKey"];
        };
        /** @description One page of sales channels. */
        AdminPublishableApiKeySalesChannelListResponse: {
            /** @description The sales channels of this page. */
            sales_channels: components["schemas"]["AdminSalesChannel"][];
            /**
             * Format: int32
             * @description Sales channels there are on all pages together.
             * @example 1
             */
            count: number;
            /**
             * Format: int32
             * @description Sales channels skipped before this page.
             * @example 0
             */
            offset: number;
            /**
             * Format: int32
             * @description Most sales channels a page holds, as asked for.
             * @example 50
             */
            limit: number;
        };
        /** @description Whose password is to be reset. */
        AdminRequestPasswordReset: {
            /**
             * @description E-mail address of the member of staff. Upper and lower case are the same address.
             * @example ines.okafor@larkspur.example
             */
            email: string;
        };
        /** @description The token that was mailed, and the new password. */
        AdminResetPassword: {
            /**
             * @description Token from the mailed link.
             * @example reset_token_example_ines
             */
            token: string;
            /**
             * Format: password
             * @description New password, exactly as typed. It needs at least 15 characters, at most 128, and must not be a common one; otherwise the answer is 422.
             * @example example-copper-lighthouse
             */
            password: string;
            /**
             * @description E-mail address of the account. May be left out; otherwise it must be the one the token was sent to.
             * @example ines.okafor@larkspur.example
             */
            email?: string;
        };
        /** @description A place the shop sells at: an online shop, an app, a market stall. All properties are there unless `fields` leaves them out; `id` always is. */
        AdminSalesChannel: {
            /**
             * @description Id of the sales channel.
             * @example sc_01KERSEHR0MV3Z8QK5T7XB2WDN
             */
            id: string;
            /**
             * @description Name, for the staff.
             * @example Online shop
             */
            name?: string;
            /**
             * @description What the channel is for. Null if not given.
             * @example Orders from larkspur.example
             */
            description?: string | null;
            /**
             * @description Whether the channel is closed for now.
             * @example false
             */
            is_disabled?: boolean;
            /**
             * Format: date-time
             * @description When the sales channel was created, UTC.
             * @example 2026-01-12T09:44:00.000Z
             */
            created_at?: string;
            /**
             * Format: date-time
             * @description When the sales channel last changed, UTC.
             * @example 2026-01-12T09:44:00.000Z
             */
            updated_at?: string;
            /**
             * Format: date-time
             * @description When the sales channel was deleted, UTC. Null for a live one.
             * @example null
             */
            deleted_at?: string | null;
        };
        /** @description Sales channels to add or to remove. */
        AdminSalesChannelBatch: {
            /** @description The sales channels. */
            sales_channel_ids: components["schemas"]["SalesChannelReference"][];
        };
        /** @description One page of sales channels. */
        AdminSalesChannelListResponse: {
            /** @description The sales channels of this page. */
            sales_channels: components["schemas"]["AdminSalesChannel"][];
            /**
             * Format: int32
             * @description Sales channels there are on all pages together.
             * @example 1
             */
            count: number;
            /**
             * Format: int32
             * @description Sales channels skipped before this page.
             * @example 0
             */
            offset: number;
            /**
             * Format: int32
             * @description Most sales channels a page holds, as asked for.
             * @example 50
             */
            limit: number;
        };
        /** @description One sales channel. */
        AdminSalesChannelResponse: {
            sales_channel: components["schemas"]["AdminSalesChannel"];
        };
        /** @description What a program signs in with, without being anybody. All properties are there unless `fields` leaves them out; `id` always is. */
        AdminSecretApiKey: {
            /**
             * @description Id of the key. It is no secret and opens nothing.
             * @example apk_01KERSNW40H7Q2ZD9VXT5MB3KC
             */
            id: string;
            /**
             * @description Name, for the staff.
             * @example Warehouse
             */
            title?: string;
            /**
             * @description Beginning and end of the secret, to tell keys apart.
             * @example sk_4f1***9ae
             */
            redacted?: string;
            role?: components["schemas"]["UserRole"];
            /**
             * @description Id of the user who created the key. It ends with their account.
             * @example usr_01KERRMXE05SM3J18WA15SA3WB
             */
            created_by?: string;
            /**
             * Format: date-time
             * @description When the key stops working by itself, UTC. Null if it never does.
             * @example 2027-01-12T00:00:00.000Z
             */
            expires_at?: string | null;
            /**
             * Format: date-time
             * @description When the key was last used, UTC, to the minute. Null if it never was.
             * @example null
             */
            last_used_at?: string | null;
            /**
             * @description Id of the user who revoked the key, or whose act ended it. Null if it was not revoked.
             * @example null
             */
            revoked_by?: string | null;
            /**
             * Format: date-time
             * @description When the key was revoked, UTC. Null if it was not.
             * @example null
             */
            revoked_at?: string | null;
            /**
             * Format: date-time
             * @description When the key was created, UTC.
             * @example 2026-01-12T09:48:00.000Z
             */
            created_at?: string;
            /**
             * Format: date-time
             * @description When the key last changed, UTC.
             * @example 2026-01-12T09:48:00.000Z
             */
            updated_at?: string;
        };
        /** @description Says that the key is gone. */
        AdminSecretApiKeyDeleteResponse: {
            /**
             * @description Id of the deleted key.
             * @example apk_01KERSNW40H7Q2ZD9VXT5MB3KC
             */
            id: string;
            /**
             * @description What was deleted. Always `secret_api_key`.
             * @example secret_api_key
             */
            object: string;
            /**
             * @description Always true.
             * @example true
             */
            deleted: boolean;
        };
        /** @description One page of secret keys. */
        AdminSecretApiKeyListResponse: {
            /** @description The secret keys of this page. */
            secret_api_keys: components["schemas"]["AdminSecretApiKey"][];
            /**
             * Format: int32
             * @description Secret keys there are on all pages together.
             * @example 1
             */
            count: number;
            /**
             * Format: int32
             * @description Secret keys skipped before this page.
             * @example 0
             */
            offset: number;
            /**
             * Format: int32
             * @description Most secret keys a page holds, as asked for.
             * @example 50
             */
            limit: number;
        };
        /** @description One secret key, without its secret. */
        AdminSecretApiKeyResponse: {
            secret_api_key: components["schemas"]["AdminSecretApiKey"];
        };
        /** @description An access token for the Admin API. */
        AdminTokenResponse: {
            /**
             * @description Access token, to be sent as `Authorization: Bearer`. Clients should not look inside.
             * @example token_example_ines
             */
            access_token: string;
        };
        /** @description What changes of a publishable key. */
        AdminUpdatePublishableApiKey: {
            /**
             * @description Name, for the staff.
             * @example Larkspur on the web
             */
            title?: string;
        };
        /** @description The properties to change. Those left out stay as they are. */
        AdminUpdateUser: {
            /**
             * @description First name. Null if not given.
             * @example Noor
             */
            first_name?: string | null;
            /**
             * @description Last name. Null if not given.
             * @example Haddad
             */
            last_name?: string | null;
            role?: components["schemas"]["UserRole"];
            /**
             * @description Token for programs that act as the user, to be sent as `x-medusa-access-token`. Random and at least 32 characters long; it replaces the one before and is never shown again. Null takes it away.
             * @example api_token_example_noor_0123456789abcdef
             */
            api_token?: string | null;
            metadata?: components["schemas"]["NullableMetadata"];
        };
        /** @description A member of staff. All properties are there unless `fields` leaves them out; `id` always is. */
        AdminUser: {
            /**
             * @description Id of the user.
             * @example usr_01KERRMXE05SM3J18WA15SA3WB
             */
            id: string;
            /**
             * @description E-mail address to sign in with, in lower case.
             * @example ines.okafor@larkspur.example
             */
            email?: string;
            /**
             * @description First name. Null if not given.
             * @example Ines
             */
            first_name?: string | null;
            /**
             * @description Last name. Null if not given.
             * @example Okafor
             */
            last_name?: string | null;
            role?: components["schemas"]["UserRole"];
            /**
             * @description Always null; a token is never shown again after it was set.
             * @example null
             */
            api_token?: string | null;
            metadata?: components["schemas"]["NullableMetadata"];
            /**
             * Format: date-time
             * @description When the user was created, UTC.
             * @example 2026-01-12T09:30:00.000Z
             */
            created_at?: string;
            /**
             * Format: date-time
             * @description When the user last changed, UTC.
             * @example 2026-01-12T09:30:00.000Z
             */
            updated_at?: string;
            /**
             * Format: date-time
             * @description When the user was deleted, UTC. Null for a live one.
             * @example null
             */
            deleted_at?: string | null;
        };
        /** @description Says that the user is gone. */
        AdminUserDeleteResponse: {
            /**
             * @description Id of the deleted user.
             * @example usr_01KERS3J60Q4XT7N2V9DZB6WEC
             */
            id: string;
            /**
             * @description What was deleted. Always `user`.
             * @example user
             */
            object: string;
            /**
             * @description Always true.
             * @example true
             */
            deleted: boolean;
        };
        /** @description One page of users. */
        AdminUserListResponse: {
            /** @description The users of this page. */
            users: components["schemas"]["AdminUser"][];
            /**
             * Format: int32
             * @description Users there are on all pages together.
             * @example 2
             */
            count: number;
            /**
             * Format: int32
             * @description Users skipped before this page.
             * @example 0
             */
            offset: number;
            /**
             * Format: int32
             * @description Most users a page holds, as asked for.
             * @example 50
             */
            limit: number;
        };
        /** @description One member of staff. */
        AdminUserResponse: {
            user: components["schemas"]["AdminUser"];
        };
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
        /** @description The connection of an app. Null if it was never connected. What the provider gave to act with is not in it. */
        NullableAppConnection: {
            /**
             * @description Whether the app can act now, as far as the server knows.
             * @example true
             */
            connected: boolean;
            /**
             * @description What the provider lets it do.
             * @example [
             *       "labels",
             *       "tracking"
             *     ]
             */
            scopes: string[];
            /**
             * @description The account at the provider. Null if the provider does not say.
             * @example larkspur-goods
             */
            account: string | null;
            /**
             * Format: date-time
             * @description When the current access ends, UTC; it is renewed before. Null if it does not end.
             * @example 2026-01-12T10:52:00.000Z
             */
            expires_at: string | null;
            last_error: components["schemas"]["NullableAppTrouble"];
        } | null;
        /**
         * @description What went wrong with the connection last. Null if nothing did since.
         * @example null
         * @enum {string|null}
         */
        NullableAppTrouble: "unreadable" | "authorization_lost" | "client_refused" | "provider_error" | "provider_timeout" | null;
        /**
         * @description Values of your own beside ours, by name; the server does not look into them. Null when there are none. In an update, a name that is sent replaces the stored one, a name with an empty string is removed, all others stay, and null removes all. What is stored is at most 64 KiB of JSON; a change beyond that is refused with 400.
         * @example {
         *       "source": "newsletter"
         *     }
         */
        NullableMetadata: {
            [key: string]: unknown;
        } | null;
        /** @description Names a sales channel. */
        SalesChannelReference: {
            /**
             * @description Id of the sales channel.
             * @example sc_01KERSEHR0MV3Z8QK5T7XB2WDN
             */
            id: string;
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
        /** @description Says that it was done, where there is nothing else to say. */
        SuccessResponse: {
            /**
             * @description Always true; a failure is an `ApiError`.
             * @example true
             */
            success: boolean;
        };
        /** @description Bounds of a time. All that are given hold together. */
        TimeRange: {
            /**
             * Format: date-time
             * @description Before this time, UTC.
             * @example 2026-01-13T00:00:00Z
             */
            lt?: string;
            /**
             * Format: date-time
             * @description After this time, UTC.
             * @example 2026-01-12T00:00:00Z
             */
            gt?: string;
            /**
             * Format: date-time
             * @description Not after this time, UTC.
             * @example 2026-01-13T00:00:00Z
             */
            lte?: string;
            /**
             * Format: date-time
             * @description Not before this time, UTC.
             * @example 2026-01-12T00:00:00Z
             */
            gte?: string;
        };
        /**
         * @description What a member of staff may do.
         * @example admin
         * @enum {string}
         */
        UserRole: "admin" | "member" | "developer";
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
         * @description Times between which it was created, as in `created_at[gte]=2026-01-12T00:00:00Z`.
         * @example {
         *       "gte": "2026-01-12T00:00:00Z"
         *     }
         */
        CreatedAt: components["schemas"]["TimeRange"];
        /**
         * @description Times between which it was deleted, as in `deleted_at[gte]=2026-01-12T00:00:00Z`.
         * @example {
         *       "gte": "2026-01-12T00:00:00Z"
         *     }
         */
        DeletedAt: components["schemas"]["TimeRange"];
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
         * @description Most items to return, between 1 and 100.
         * @example 20
         */
        Limit: number;
        /**
         * @description Items to skip before the first one returned.
         * @example 0
         */
        Offset: number;
        /**
         * @description Property to sort by, ascending; with a leading `-` descending. Items that compare equal are sorted by id, so pages never overlap. A property that cannot be sorted by is answered with 400.
         * @example -created_at
         */
        Order: string;
        /**
         * @description Text to look for in the text properties of the resource, in upper or lower case.
         * @example harbour
         */
        Search: string;
        /**
         * @description Times between which it was last changed, as in `updated_at[gte]=2026-01-12T00:00:00Z`.
         * @example {
         *       "gte": "2026-01-12T00:00:00Z"
         *     }
         */
        UpdatedAt: components["schemas"]["TimeRange"];
    };
    requestBodies: never;
    headers: {
        /**
         * @description Always `no-store`. Answers about credentials must not be kept by browsers or proxies.
         * @example no-store
         */
        CacheControl: string;
        /**
         * @description Removes the session cookie, whether or not one was sent.
         * @example __Host-admin_sid=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax
         */
        ClearAdminCookie: string;
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
         * @description Sets the session cookie. It is `HttpOnly`, `Secure`, `SameSite=Lax`, for the whole host, and holds a random id, not a token. A second cookie, `__Host-device`, makes the device known to the account, which then keeps a budget of its own for signing in there.
         * @example __Host-admin_sid=sid_example_ines; Max-Age=36000; Path=/; HttpOnly; Secure; SameSite=Lax
         */
        SetAdminCookie: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getAdminAuth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The signed-in user. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "x-csrf-token": components["headers"]["CsrfToken"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminAuthResponse"];
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
    createAdminSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdminCreateSession"];
            };
        };
        responses: {
            /** @description Signed in, and the cookie set. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Set-Cookie": components["headers"]["SetAdminCookie"];
                    "x-csrf-token": components["headers"]["CsrfToken"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminAuthResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
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
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    deleteAdminSession: {
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
                    "Set-Cookie": components["headers"]["ClearAdminCookie"];
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
    createAdminToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdminCreateToken"];
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
                    "application/json": components["schemas"]["AdminTokenResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
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
            /** @description The password is right, but the account is disabled. */
            403: {
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
    changeAdminMyPassword: {
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
            400: components["responses"]["InvalidRequest"];
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
    listAdminMyIdentities: {
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
    unlinkAdminMyIdentity: {
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
                /** @description Id of a way in, from `listAdminMyIdentities`. */
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
            /** @description The user has no such way in. */
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
    listAdminMySessions: {
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
    revokeAdminMySession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a session of the signed-in member of staff. */
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
            /** @description The user has no such session. */
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
    revokeAdminMyOtherSessions: {
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
    listAdminUsers: {
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
            /** @description One page of users. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminUserListResponse"];
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
    createAdminUser: {
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
                "application/json": components["schemas"]["AdminCreateUser"];
            };
        };
        responses: {
            /** @description User created. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminUserResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            /** @description The caller is no administrator and creates one; or a request made with a cookie could not be told from a forged one. */
            403: {
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
            /** @description A user already has this address, or the password does not meet the policy; or the `Idempotency-Key` was the name of another request. */
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
    requestAdminPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdminRequestPasswordReset"];
            };
        };
        responses: {
            /** @description Taken in. A mail follows if there is such a user. */
            204: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    resetAdminPassword: {
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
                "application/json": components["schemas"]["AdminResetPassword"];
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
                    "application/json": components["schemas"]["AdminUserResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            /** @description The token is used up, expired, replaced by a newer one or unknown, or `email` is not the address it was sent to. */
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
    getAdminUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminUserResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            /** @description There is no such user. */
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
    updateAdminUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdminUpdateUser"];
            };
        };
        responses: {
            /** @description User updated. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminUserResponse"];
                };
            };
            /** @description The request is not valid, or no administrator would be left. */
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
            /** @description The caller is no administrator and changes another user or a role; or a request made with a cookie could not be told from a forged one. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such user. */
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
            /** @description Another user has this api token. */
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
    deleteAdminUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description User deleted. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminUserDeleteResponse"];
                };
            };
            /** @description Nobody deletes themselves, nor the last administrator. */
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
            /** @description The caller is no administrator; or a request made with a cookie could not be told from a forged one. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such user. */
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
    listAdminUserIdentities: {
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
            path: {
                /** @description Id of a user. */
                id: string;
            };
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
            /** @description The caller is no administrator and asks for somebody else. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such user. */
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
    unlinkAdminUserIdentity: {
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
                /** @description Id of a user. */
                id: string;
                /** @description Id of a way in, from `listAdminUserIdentities`. */
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
            /** @description The caller is no administrator and removes one of somebody else; or a request made with a cookie could not be told from a forged one. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such user, or the user has no such way in. */
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
    listAdminUserSessions: {
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
            path: {
                /** @description Id of a user. */
                id: string;
            };
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
            /** @description The caller is no administrator and asks for somebody else. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such user. */
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
    revokeAdminUserSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All sessions of the user ended. */
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
            /** @description The caller is no administrator and ends the sessions of somebody else; or a request made with a cookie could not be told from a forged one. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such user. */
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
    disableAdminUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Account disabled. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminAccountResponse"];
                };
            };
            /** @description Nobody disables themselves, nor the last administrator. */
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
            /** @description The caller is no administrator; or a request made with a cookie could not be told from a forged one. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such user. */
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
    enableAdminUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Account enabled. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminAccountResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            /** @description The caller is no administrator; or a request made with a cookie could not be told from a forged one. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such user. */
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
    listAdminInvites: {
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
            /** @description One page of invites. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminInviteListResponse"];
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
    createAdminInvite: {
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
                "application/json": components["schemas"]["AdminCreateInvite"];
            };
        };
        responses: {
            /** @description Invite created, or the pending one renewed. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminInviteResponse"];
                };
            };
            /** @description The request is not valid, or a user already has this address. */
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
            /** @description The caller is no administrator and invites one; or a request made with a cookie could not be told from a forged one. */
            403: {
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
    acceptAdminInvite: {
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
                "application/json": components["schemas"]["AdminAcceptInvite"];
            };
        };
        responses: {
            /** @description Joined; the user can sign in. */
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
            /** @description The request is not valid; or the token is used up, expired, replaced or unknown, or a user has the address by now. */
            400: {
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
    deleteAdminInvite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an invite. */
                invite_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Invite deleted. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminInviteDeleteResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            /** @description There is no such invite. */
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
    resendAdminInvite: {
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
                /** @description Id of an invite. */
                invite_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Invite sent again. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminInviteResponse"];
                };
            };
            /** @description The invite was accepted. */
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
            /** @description The caller is no administrator and the invite is for one; or a request made with a cookie could not be told from a forged one. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such invite. */
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
    listAdminCustomerSessions: {
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
            path: {
                /** @description Id of a customer. */
                id: string;
            };
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
            /** @description There is no such customer, or it is a guest without an account. */
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
    revokeAdminCustomerSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a customer. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All sessions of the customer ended. */
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
            /** @description There is no such customer, or it is a guest without an account. */
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
    disableAdminCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a customer. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Account disabled. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminAccountResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            /** @description There is no such customer, or it is a guest without an account. */
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
    enableAdminCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a customer. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Account enabled. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminAccountResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            /** @description There is no such customer, or it is a guest without an account. */
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
    listAdminSalesChannels: {
        parameters: {
            query?: {
                /**
                 * @description Text to look for in the text properties of the resource, in upper or lower case.
                 * @example harbour
                 */
                q?: components["parameters"]["Search"];
                /**
                 * @description Only the channel with this id.
                 * @example sc_01KERSEHR0MV3Z8QK5T7XB2WDN
                 */
                id?: string;
                /**
                 * @description Only channels of exactly this name.
                 * @example Online shop
                 */
                name?: string;
                /**
                 * @description Only channels with exactly this description.
                 * @example Orders from larkspur.example
                 */
                description?: string;
                /**
                 * @description Times between which it was created, as in `created_at[gte]=2026-01-12T00:00:00Z`.
                 * @example {
                 *       "gte": "2026-01-12T00:00:00Z"
                 *     }
                 */
                created_at?: components["parameters"]["CreatedAt"];
                /**
                 * @description Times between which it was last changed, as in `updated_at[gte]=2026-01-12T00:00:00Z`.
                 * @example {
                 *       "gte": "2026-01-12T00:00:00Z"
                 *     }
                 */
                updated_at?: components["parameters"]["UpdatedAt"];
                /**
                 * @description Times between which it was deleted, as in `deleted_at[gte]=2026-01-12T00:00:00Z`.
                 * @example {
                 *       "gte": "2026-01-12T00:00:00Z"
                 *     }
                 */
                deleted_at?: components["parameters"]["DeletedAt"];
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
            /** @description One page of sales channels. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminSalesChannelListResponse"];
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
    createAdminSalesChannel: {
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
                "application/json": components["schemas"]["AdminCreateSalesChannel"];
            };
        };
        responses: {
            /** @description Sales channel created. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminSalesChannelResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
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
    getAdminSalesChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a sales channel. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sales channel. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminSalesChannelResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            /** @description There is no such sales channel. */
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
    listAdminPublishableApiKeys: {
        parameters: {
            query?: {
                /**
                 * @description Text to look for in the text properties of the resource, in upper or lower case.
                 * @example harbour
                 */
                q?: components["parameters"]["Search"];
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
            /** @description One page of publishable keys. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminPublishableApiKeyListResponse"];
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
    createAdminPublishableApiKey: {
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
                "application/json": components["schemas"]["AdminCreatePublishableApiKey"];
            };
        };
        responses: {
            /** @description Key created. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminPublishableApiKeyResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
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
    getAdminPublishableApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a publishable key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminPublishableApiKeyResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            /** @description There is no such key. */
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
    updateAdminPublishableApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a publishable key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdminUpdatePublishableApiKey"];
            };
        };
        responses: {
            /** @description Key updated. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminPublishableApiKeyResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            /** @description There is no such key. */
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
    deleteAdminPublishableApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a publishable key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Key deleted. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminPublishableApiKeyDeleteResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            /** @description There is no such key. */
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
    revokeAdminPublishableApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a publishable key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Key revoked. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminPublishableApiKeyResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            /** @description There is no such key. */
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
    listAdminPublishableApiKeySalesChannels: {
        parameters: {
            query?: {
                /**
                 * @description Text to look for in the text properties of the resource, in upper or lower case.
                 * @example harbour
                 */
                q?: components["parameters"]["Search"];
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
            path: {
                /** @description Id of a publishable key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of sales channels. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminPublishableApiKeySalesChannelListResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            /** @description There is no such key. */
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
    addAdminPublishableApiKeySalesChannels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a publishable key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdminSalesChannelBatch"];
            };
        };
        responses: {
            /** @description Sales channels added. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminPublishableApiKeyResponse"];
                };
            };
            /** @description The request is not valid, or one of the sales channels does not exist. */
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
            /** @description There is no such key. */
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
    removeAdminPublishableApiKeySalesChannels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a publishable key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdminSalesChannelBatch"];
            };
        };
        responses: {
            /** @description Sales channels removed. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminPublishableApiKeyResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            /** @description There is no such key. */
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
    listAdminSecretApiKeys: {
        parameters: {
            query?: {
                /**
                 * @description Text to look for in the text properties of the resource, in upper or lower case.
                 * @example harbour
                 */
                q?: components["parameters"]["Search"];
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
            /** @description One page of secret keys. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminSecretApiKeyListResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            /** @description The caller is no administrator. */
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
    createAdminSecretApiKey: {
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
                "application/json": components["schemas"]["AdminCreateSecretApiKey"];
            };
        };
        responses: {
            /** @description Key created. This is the one time its secret is shown. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminNewSecretApiKeyResponse"];
                };
            };
            /** @description The request is not valid, or `expires_at` is no time to come. */
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
            /** @description The caller is no administrator, or did not sign in within the last hour (`reauthentication_required`); or a request made with a cookie could not be told from a forged one. */
            403: {
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
    getAdminSecretApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a secret key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminSecretApiKeyResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            /** @description The caller is no administrator. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such key. */
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
    deleteAdminSecretApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a secret key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Key deleted. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminSecretApiKeyDeleteResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            /** @description The caller is no administrator; or a request made with a cookie could not be told from a forged one. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such key. */
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
    revokeAdminSecretApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a secret key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Key revoked. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminSecretApiKeyResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            /** @description The caller is no administrator; or a request made with a cookie could not be told from a forged one. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such key. */
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
    listAdminApps: {
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
            /** @description One page of apps. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminAppListResponse"];
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
    authorizeAdminApp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdminAuthorizeApp"];
            };
        };
        responses: {
            /** @description The app is connected. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminAppResponse"];
                };
            };
            /** @description The request is not valid, the app is switched off, the state is none of this app and administrator, used or too old (`oauth_state_invalid`), or the provider does not take the code (`oauth_response_invalid`). */
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
            /** @description The caller is no administrator, or did not sign in within the last hour (`reauthentication_required`); or a request made with a cookie could not be told from a forged one. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such app. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The same request is being answered already. */
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
            /** @description The provider answered with nothing that can be used. */
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
    installAdminApp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of an app to programs. */
                application_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where to go. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminInstallAppResponse"];
                };
            };
            /** @description The request is not valid, or the app is switched off. */
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
            /** @description The caller is no administrator; or a request made with a cookie could not be told from a forged one. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description There is no such app. */
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
            /** @description The provider answered with nothing that can be used. */
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
}
