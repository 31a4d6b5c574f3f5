// Draws the API's description. A file of its own, because the page allows no script inside it.
"use strict";
(() => {
  const place = document.getElementById("operations");
  SwaggerUIBundle({
    url: place.dataset.document,
    domNode: place,
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    persistAuthorization: false,
    validatorUrl: null,
    requestInterceptor: (call) => {
      call.headers["Accept-Language"] = place.dataset.language;
      return call;
    },
  });
})();
