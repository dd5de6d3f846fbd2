#include "runtime/lane.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "alert/object.h"
#include "base/text.h"

namespace runtime {

namespace {

constexpr base::Seconds longest_rest{60};  ///< a lane looks at the store at least so often
constexpr base::Seconds after_broken_store{5};
constexpr base::Seconds lease_margin{60};  ///< a lease outlives the deadline of its send by this
constexpr std::size_t most_failures_kept = 100;
constexpr double jitter = 0.2;  ///< of a wait, so that many deliveries do not come back together

double draw(std::mt19937_64& chance) {
  return std::uniform_real_distribution<double>(0.0, 1.0)(chance);
}

base::Result<model::Message> message_of(const store::Claim& claim) {
  model::Message message{.idem_key = claim.delivery.idem_key,
                         .recipient = claim.delivery.recipient,
                         .attempt = claim.delivery.attempts + 1,
                         .maybe_duplicate = claim.delivery.maybe_duplicate,
                         .alerts = {}};
  for (const std::string& object : claim.alert_objects) {
    auto alert = alert::from_json(object);
    if (!alert) {
      return base::fail(alert.error().in("the stored alert cannot be read"));
    }
    message.alerts.push_back(std::move(*alert));
  }
  if (message.alerts.empty()) {
    return base::fail(base::Cause::invalid, "the delivery has no stored alert");
  }
  return message;
}

}  // namespace

Retry after_failure(const channel::Type& type,
                    const model::Delivery& delivery,
                    const channel::Verdict& verdict,
                    base::TimePoint now,
                    double chance) {
  using State = model::Delivery::State;
  if (verdict.kind == channel::Verdict::Kind::never) {
    return {.state = State::dead, .next_at = now, .error = verdict.reason};
  }
  const auto attempts = static_cast<std::size_t>(std::max(delivery.attempts, 0));
  base::Seconds wait{60};
  if (!type.delays.empty()) {
    wait = type.delays[std::min(attempts, type.delays.size() - 1)];
  }
  wait +=
      base::Seconds(static_cast<std::int64_t>(static_cast<double>(wait.count()) * jitter * chance));
  if (verdict.retry_after) {
    wait = std::max(wait, *verdict.retry_after);
  }
  const base::TimePoint next_at = now + wait;
  if (next_at - delivery.created > type.give_up_after) {
    return {.state = State::dead,
            .next_at = now,
            .error = "given up after " + base::format_span(now - delivery.created) + " and " +
                     base::count_of(attempts + 1, "attempt") + ": " + verdict.reason};
  }
  return {.state = State::pending, .next_at = next_at, .error = verdict.reason};
}

Lane::Lane(LaneParts parts, std::unique_ptr<channel::Channel> channel)
    : parts_(std::move(parts)), channel_(std::move(channel)), chance_(parts_.seed) {}

void Lane::wake() {
  (void)notes_.put(Wake{});
}  // refused: it has been woken often enough already

void Lane::interrupt() noexcept {
  const std::lock_guard lock(replacing_);
  channel_->interrupt();
}

void Lane::replace(std::unique_ptr<channel::Channel> channel) {
  notes_.put_always(std::move(channel));
}

void Lane::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    base::Seconds rest{0};
    try {
      rest = step();
    } catch (const store::Broken& broken) {
      parts_.log.error("the store does not work, deliveries wait",
                       {{"channel", parts_.name}, {"error", broken.what()}});
      rest = after_broken_store;
    }
    take_notes(stop, rest);
  }
}

/// Waits that long for a first one.
void Lane::take_notes(const std::stop_token& stop, base::Seconds rest) {
  std::optional<Note> note =
      rest > base::Seconds{0} ? notes_.take_for(stop, rest) : notes_.take_now();
  for (;;) {
    if (!note) {
      return;
    }
    take(std::move(*note));
    note = notes_.take_now();
  }
}

void Lane::take(Note note) {
  if (auto* channel = std::get_if<std::unique_ptr<channel::Channel>>(&note)) {
    {
      const std::lock_guard lock(replacing_);
      channel_.swap(*channel);
    }
    trouble_.clear();
  }
}

base::Seconds Lane::step() {
  const Due due = claim();
  if (due.claims.empty()) {
    const base::TimePoint now = parts_.clock.now();
    const base::Seconds until = due.next ? *due.next - now : longest_rest;
    return std::clamp(until, base::Seconds{1}, longest_rest);
  }
  deliver(due.claims);
  return base::Seconds{0};
}

Lane::Due Lane::claim() {
  const base::TimePoint now = parts_.clock.now();
  const base::TimePoint until =
      now + parts_.type->deadline * static_cast<std::int64_t>(channel::max_batch) + lease_margin;
  return parts_.door
      .ask([&, now, until](store::Writer& writer) {
        Due due;
        due.claims = writer.claim(parts_.name, std::nullopt, now, until, channel::max_batch);
        if (due.claims.empty()) {
          due.next = writer.next_delivery(parts_.name);
        }
        return due;
      })
      .get();
}

void Lane::deliver(const std::vector<store::Claim>& claims) {
  std::vector<model::Message> messages;
  std::vector<model::Delivery> sent;
  std::vector<store::Settlement> settlements;
  for (const store::Claim& claim : claims) {
    auto message = message_of(claim);
    if (!message) {  // one poisoned alert must not hold up the rest
      settlements.push_back(settlement(claim.delivery,
                                       {.kind = channel::Verdict::Kind::never,
                                        .reason = message.error().message,
                                        .retry_after = {}}));
      report(claim.delivery, settlements.back());
      continue;
    }
    messages.push_back(std::move(*message));
    sent.push_back(claim.delivery);
  }
  const std::vector<channel::Verdict> verdicts = send(messages);
  for (std::size_t index = 0; index < sent.size(); ++index) {
    settlements.push_back(settlement(sent[index], verdicts[index]));
    if (settlements.back().attempted) {
      report(sent[index], settlements.back());
    }
  }
  parts_.door
      .ask([settlements](store::Writer& writer) {
        for (const store::Settlement& each : settlements) {
          (void)writer.settle(each);  // false: the lease ran out and another attempt is on its way
        }
      })
      .get();
}

std::vector<channel::Verdict> Lane::send(const std::vector<model::Message>& messages) {
  if (messages.empty()) {
    return {};
  }
  const base::SteadyPoint deadline =
      std::chrono::steady_clock::now() +
      parts_.type->deadline * static_cast<std::int64_t>(messages.size());
  std::vector<channel::Verdict> verdicts;
  try {
    verdicts = channel_->send(messages, deadline);
  } catch (const std::exception& failure) {
    verdicts.assign(messages.size(),
                    {.kind = channel::Verdict::Kind::later,
                     .reason = std::string("internal failure: ") + failure.what(),
                     .retry_after = {},
                     .maybe_arrived = true});
  }
  verdicts.resize(messages.size(),
                  {.kind = channel::Verdict::Kind::later,
                   .reason = "the channel gave no answer",
                   .retry_after = {},
                   .maybe_arrived = true});
  return verdicts;
}

store::Settlement Lane::settlement(const model::Delivery& delivery,
                                   const channel::Verdict& verdict) {
  const base::TimePoint now = parts_.clock.now();
  store::Settlement settlement{.row = delivery.row,
                               .lease_epoch = delivery.lease_epoch,
                               .state = model::Delivery::State::sent,
                               .next_at = now,
                               .attempted = true,
                               .maybe_duplicate = delivery.maybe_duplicate,
                               .error = {},
                               .now = now};
  if (verdict.kind == channel::Verdict::Kind::later && !verdict.tried) {
    settlement.state = model::Delivery::State::pending;  // at once, as if it had not been claimed
    settlement.attempted = false;
    return settlement;
  }
  if (verdict.kind != channel::Verdict::Kind::sent) {
    const Retry retry = after_failure(*parts_.type, delivery, verdict, now, draw(chance_));
    settlement.state = retry.state;
    settlement.next_at = retry.next_at;
    settlement.error = retry.error;
    settlement.maybe_duplicate = delivery.maybe_duplicate || verdict.maybe_arrived;
  }
  return settlement;
}

void Lane::report(const model::Delivery& delivery, const store::Settlement& settlement) {
  using State = model::Delivery::State;
  if (settlement.state == State::sent) {
    parts_.log.debug("delivered", {{"channel", parts_.name}, {"delivery", delivery.idem_key}});
    if (!trouble_.empty()) {
      parts_.log.info("channel works again", {{"channel", parts_.name}});
      trouble_.clear();
    }
    return;
  }
  if (failures_.size() < most_failures_kept) {
    failures_.push_back("channel " + parts_.name + ": " + settlement.error);
  }
  if (settlement.state == State::dead) {
    parts_.log.error(
        "alert not delivered and given up, see `newswatch deliveries --dead`",
        {{"channel", parts_.name}, {"delivery", delivery.idem_key}, {"reason", settlement.error}});
    return;
  }
  if (trouble_ != settlement.error) {
    parts_.log.warning("alert not delivered yet, it will be tried again",
                       {{"channel", parts_.name},
                        {"reason", settlement.error},
                        {"next", base::format_local_clock(settlement.next_at)}});
    trouble_ = settlement.error;
  }
}

}  // namespace runtime
