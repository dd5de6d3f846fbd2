#include "runtime/control.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <set>
#include <utility>

#include "base/hash.h"
#include "runtime/lane.h"
#include "runtime/tell.h"

namespace runtime {

namespace {

constexpr std::chrono::seconds reload_patience{60};
constexpr base::Seconds agent_lease{60};
constexpr std::size_t agent_batch = 16;

/// What the storage throws becomes an answer: the API's thread is a root of its own.
template <class Work>
auto answered(Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const store::Broken& broken) {
    return base::fail(base::Cause::unavailable,
                      std::string("the store does not work: ") + broken.what());
  }
}

std::string no_delivery(std::string_view idem_key) {
  return "no delivery \"" + std::string(idem_key) +
         "\" that this could be done to; `newswatch deliveries` lists them";
}

/// The channel of the delivery that is due again now; empty if there is none to be.
std::string retry(store::Writer& writer, const std::string& idem_key, base::TimePoint now) {
  if (!writer.retry(idem_key, now)) {
    return {};
  }
  const auto rows =
      writer.deliveries({.limit = 1, .states = {}, .channel = {}, .idem_key = idem_key});
  return rows.empty() ? std::string() : rows.front().delivery.channel;
}

std::vector<store::Claim> claim_all(store::Writer& writer,
                                    const std::vector<std::string>& channels,
                                    const std::string& user,
                                    base::TimePoint now) {
  std::vector<store::Claim> all;
  for (const std::string& channel : channels) {
    (void)writer.add_recipient(channel, user, now);  // known already: all the better
    auto some = writer.claim(channel, user, now, now + agent_lease, agent_batch);
    std::ranges::move(some, std::back_inserter(all));
  }
  return all;
}

/// What an agent says became of a delivery.
struct AgentsWord {
  std::shared_ptr<const Plan> plan;
  std::string user;
  std::string idem_key;
  bool shown = false;
  std::string error;
  base::TimePoint now;
};

/// False if the delivery is not with this user's agent.
bool settle(store::Writer& writer, const AgentsWord& word) {
  const auto rows =
      writer.deliveries({.limit = 1, .states = {}, .channel = {}, .idem_key = word.idem_key});
  if (rows.empty()) {
    return false;
  }
  const model::Delivery& delivery = rows.front().delivery;
  const auto route = word.plan->routes.find(delivery.channel);
  if (delivery.state != model::Delivery::State::leased || route == word.plan->routes.end() ||
      route->second.type->carrier != channel::Carrier::agent ||
      (!delivery.recipient.empty() && delivery.recipient != word.user)) {
    return false;
  }
  store::Settlement settlement{.row = delivery.row,
                               .lease_epoch = delivery.lease_epoch,
                               .state = model::Delivery::State::sent,
                               .next_at = word.now,
                               .attempted = true,
                               .maybe_duplicate = delivery.maybe_duplicate,
                               .error = {},
                               .now = word.now};
  if (!word.shown) {
    const Retry retry = after_failure(*route->second.type,
                                      delivery,
                                      {.kind = channel::Verdict::Kind::later,
                                       .reason = word.error.empty() ? "not shown" : word.error,
                                       .retry_after = {}},
                                      word.now,
                                      0.0);
    settlement.state = retry.state;
    settlement.next_at = retry.next_at;
    settlement.error = retry.error;
  }
  return writer.settle(settlement);
}

model::Alert test_alert(std::string_view channel, base::TimePoint now) {
  model::Alert alert;
  alert.kind = model::Alert::Kind::system;
  alert.id = base::uuid4();
  alert.reason = "test";
  alert.created = now;
  alert.item.id = alert.id;
  alert.item.feed_title = "newswatch";
  alert.item.title = "A test of the channel \"" + std::string(channel) + "\"";
  alert.item.summary = "If you can read this, alerts on this channel arrive.";
  alert.item.first_seen = now;
  alert.excerpt.text = alert.item.summary;
  alert.story.id = base::uuid4();
  return alert;
}

}  // namespace

api::DaemonStatus Control::status() {
  api::DaemonStatus now = *parts_.status.get();
  now.visits_in_hand = parts_.visits_in_hand;
  return now;
}

base::Status Control::reload() {
  auto promise = std::make_shared<std::promise<base::Status>>();
  std::future<base::Status> answer = promise->get_future();
  if (!parts_.wishes.put(ReloadWish{std::move(promise)})) {
    return base::fail(base::Cause::limit, "the daemon is too busy to reload now; try again");
  }
  if (answer.wait_for(reload_patience) != std::future_status::ready) {
    return base::fail(base::Cause::unavailable, "the daemon did not answer in time");
  }
  return answer.get();
}

base::Result<std::size_t> Control::refresh(std::string_view feed_id) {
  return answered([&]() -> base::Result<std::size_t> {
    const std::size_t made_due =
        parts_.door
            .ask([id = std::string(feed_id), now = parts_.clock.now()](store::Writer& writer) {
              return writer.make_due(id, now);
            })
            .get();
    if (made_due == 0 && !feed_id.empty()) {
      return base::fail(base::Cause::not_found,
                        "no feed has the id \"" + std::string(feed_id) + "\"");
    }
    (void)parts_.wishes.put(FeedsDue{});  // refused: the main thread looks soon all the same
    return made_due;
  });
}

base::Result<std::vector<std::string>> Control::test_channel(std::string_view name) {
  const std::shared_ptr<const Plan> plan = parts_.plan.get();
  if (!plan->routes.contains(name)) {
    return base::fail(base::Cause::not_found, "no channel is called \"" + std::string(name) + "\"");
  }
  const std::string channel(name);
  auto keys = answered([&]() -> base::Result<std::vector<std::string>> {
    return parts_.door
        .ask([plan, channel, now = parts_.clock.now()](store::Writer& writer) {
          const store::NewAlert row =
              new_alert(test_alert(channel, now), std::nullopt, {channel}, *plan, writer);
          writer.add_alert(row);
          std::vector<std::string> made;
          std::ranges::transform(
              row.deliveries, std::back_inserter(made), &store::NewDelivery::idem_key);
          return made;
        })
        .get();
  });
  (void)parts_.wishes.put(DeliveriesDue{channel});
  return keys;
}

base::Status Control::retry(std::string_view idem_key) {
  return answered([&]() -> base::Status {
    const std::string key(idem_key);
    const std::string channel = parts_.door
                                    .ask([key, now = parts_.clock.now()](store::Writer& writer) {
                                      return runtime::retry(writer, key, now);
                                    })
                                    .get();
    if (channel.empty()) {
      return base::fail(base::Cause::not_found, no_delivery(idem_key));
    }
    (void)parts_.wishes.put(DeliveriesDue{channel});
    return {};
  });
}

base::Status Control::discard(std::string_view idem_key) {
  return answered([&]() -> base::Status {
    const bool done = parts_.door
                          .ask([key = std::string(idem_key), now = parts_.clock.now()](
                                   store::Writer& writer) { return writer.discard(key, now); })
                          .get();
    return done ? base::Status{} : base::fail(base::Cause::not_found, no_delivery(idem_key));
  });
}

base::Status Control::backup(const std::filesystem::path& file) {
  return answered([&]() -> base::Status {
    return parts_.door.ask_alone([file](store::Writer& writer) { return writer.backup(file); })
        .get();
  });
}

std::vector<std::string> Control::agent_channels() const {
  std::vector<std::string> names;
  for (const auto& [name, route] : parts_.plan.get()->routes) {
    if (route.type->carrier == channel::Carrier::agent) {
      names.push_back(name);
    }
  }
  return names;
}

base::Result<std::vector<store::Claim>> Control::claim_for_agent(std::string_view user) {
  const std::vector<std::string> channels = agent_channels();
  if (channels.empty()) {
    return std::vector<store::Claim>{};
  }
  return answered([&]() -> base::Result<std::vector<store::Claim>> {
    return parts_.door
        .ask([channels, user = std::string(user), now = parts_.clock.now()](store::Writer& writer) {
          return claim_all(writer, channels, user, now);
        })
        .get();
  });
}

base::Status Control::settle_for_agent(std::string_view user,
                                       std::string_view idem_key,
                                       bool shown,
                                       std::string_view error) {
  const std::shared_ptr<const Plan> plan = parts_.plan.get();
  return answered([&]() -> base::Status {
    const bool done = parts_.door
                          .ask([word = AgentsWord{.plan = plan,
                                                  .user = std::string(user),
                                                  .idem_key = std::string(idem_key),
                                                  .shown = shown,
                                                  .error = std::string(error),
                                                  .now = parts_.clock.now()}](
                                   store::Writer& writer) { return settle(writer, word); })
                          .get();
    return done ? base::Status{}
                : base::fail(
                      base::Cause::not_found,
                      "no delivery \"" + std::string(idem_key) + "\" is waiting for this user");
  });
}

}  // namespace runtime
