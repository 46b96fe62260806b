// Shows notices while no page of ours is open. It keeps no pages, reads nothing and answers for no address.
self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data.json();
  } catch (problem) {
    said = {};
  }
  event.waitUntil(
    self.registration.showNotification("Обіг", {
      body: said.text || "Нове сповіщення",
      tag: said.tag || "obih",
      lang: "uk",
      data: { url: said.url || "/notices/" },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const own = new URL(event.notification.data.url, self.location.origin);
  if (own.origin === self.location.origin) event.waitUntil(self.clients.openWindow(own.href));
});
