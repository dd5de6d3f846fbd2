#include "runtime/tell.h"

#include "alert/object.h"
#include "base/hash.h"
#include "match/explain.h"

namespace runtime {

namespace {

/// Whom an alert on this channel is addressed to. For an agent's channel those are the users whose
/// agent has run; as long as there is none, the first to come.
std::vector<std::string> recipients(const std::string& channel,
                                    const Route& route,
                                    store::Reader& reader) {
  if (route.type->carrier != channel::Carrier::agent) {
    return route.recipients;
  }
  std::vector<std::string> users = reader.recipients(channel);
  if (users.empty()) {
    users.emplace_back();
  }
  return users;
}

}  // namespace

model::Alert alert_of(const Told& told) {
  const model::Item& item = told.entry.item;
  model::Alert alert;
  alert.kind = model::Alert::Kind::new_item;
  alert.id = alert::alert_id(told.watch.name, told.entry.id, alert.revision, alert.kind);
  alert.watch = told.watch.name;
  alert.reason = alert::word(told.reason);
  alert.created = told.now;
  alert.item = {.id = told.entry.id,
                .feed = told.feed,
                .feed_title = told.feed_title,
                .link = item.link,
                .title = item.title,
                .summary = item.summary,
                .author = item.author,
                .categories = item.categories,
                .language = item.language,
                .published = item.published,
                .updated = item.updated,
                .first_seen = item.first_seen};
  alert.hits = told.hit.spans;
  alert.excerpt = match::excerpt(item, told.hit);
  alert.story = {.id = base::uuid5("story\x1f" + told.entry.id)};
  return alert;
}

store::NewAlert new_alert(const model::Alert& alert,
                          std::optional<std::size_t> item,
                          const std::vector<std::string>& to,
                          const Plan& plan,
                          store::Reader& reader) {
  store::NewAlert row{.item = item,
                      .id = alert.id,
                      .story_id = alert.story.id,
                      .watch = alert.watch,
                      .kind = alert.kind,
                      .priority = alert.priority,
                      .reason = alert.reason,
                      .revision = alert.revision,
                      .created = alert.created,
                      .object = alert::to_json(alert),
                      .deliveries = {}};
  for (const std::string& name : to) {
    const auto route = plan.routes.find(name);
    if (route == plan.routes.end()) {
      continue;  // cannot be: a watch with an unknown channel is refused when the configuration is
                 // read
    }
    for (const std::string& recipient : recipients(name, route->second, reader)) {
      row.deliveries.push_back(
          {.idem_key = alert::idem_key(alert, name, recipient),
           .channel = name,
           .recipient = recipient,
           .next_at = alert.created,
           .expires_at = route->second.type->carrier == channel::Carrier::agent
                             ? std::optional(alert.created + route->second.type->give_up_after)
                             : std::nullopt});
    }
  }
  return row;
}

}  // namespace runtime
