#include "runtime/loop.h"

#include <algorithm>
#include <utility>

#include "base/url.h"

namespace runtime {

namespace {

using std::chrono::milliseconds;

/// A visit waits in hand for its host at most this long; after that the store keeps it.
constexpr base::Seconds longest_in_hand{10};
constexpr base::Seconds longest_look{60};  ///< the store is asked at least so often

std::string host_of(const model::Feed& feed) {
  if (feed.source == model::Feed::Source::file) {
    return {};
  }
  const auto url = base::Url::parse(feed.address);
  return url ? url->host() + ":" + std::to_string(url->port()) : std::string();
}

milliseconds until(base::SteadyPoint when, base::SteadyPoint now) {
  return std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(when - now));
}

}  // namespace

Loop::Loop(LoopParts parts, std::shared_ptr<const Plan> plan)
    : parts_(parts), plan_(std::move(plan)), gate_(plan_->hosts) {}

void Loop::replan(std::shared_ptr<const Plan> plan) {
  plan_ = std::move(plan);
  gate_.set_rules(plan_->hosts);
  look_again();
}

void Loop::step() {
  start_waiting();
  const base::SteadyPoint now = parts_.clock.steady();
  const std::size_t room = most_in_hand - std::min(most_in_hand, in_hand());
  const bool worth_asking =
      room >= most_in_hand / 4;  // a lease is a transaction: not one for each visit
  if (leasing_ && now >= next_look_ && now >= paused_until_ && worth_asking) {
    lease();
    start_waiting();
  }
}

void Loop::lease() {
  const base::TimePoint now = parts_.clock.now();
  const std::size_t room = most_in_hand - in_hand();
  struct Leased {
    std::vector<model::FeedState> feeds;
    std::optional<base::TimePoint> next;
  };
  Leased leased = parts_.door
                      .ask([now, room, lost = lost_](store::Writer& writer) {
                        for (const Lost& each : lost) {
                          writer.release(each.feed, each.lease_epoch, now);
                        }
                        Leased due;
                        due.feeds = writer.lease_due(now, now + lease_time, room);
                        if (due.feeds.size() < room) {
                          due.next = writer.next_due();
                        }
                        return due;
                      })
                      .get();
  lost_.clear();
  const base::SteadyPoint steady = parts_.clock.steady();
  if (leased.feeds.size() == room) {
    next_look_ = steady;  // there may be more
  } else {
    const base::Seconds wait = leased.next ? *leased.next - now : longest_look;
    next_look_ = steady + std::clamp(wait, base::Seconds{0}, longest_look);
  }
  std::map<std::string, int> put_back;
  for (model::FeedState& state : leased.feeds) {
    admit(std::move(state), put_back);
  }
}

void Loop::admit(model::FeedState state, std::map<std::string, int>& put_back_of) {
  const model::Feed* feed = plan_->feed(state.id);
  if (feed == nullptr) {
    put_back(state, parts_.clock.now() + lease_time);
    return;
  }
  const std::string host = host_of(*feed);
  const base::SteadyPoint now = parts_.clock.steady();
  if (host.empty()) {
    waiting_.emplace(now, Waiting{std::move(state), host});
    return;
  }
  const base::SteadyPoint earliest = gate_.earliest(host, now);
  if (parts_.patience == Patience::puts_back && earliest - now > longest_in_hand) {
    const int before = put_back_of[host]++;
    const auto behind =
        std::chrono::ceil<base::Seconds>(earliest - now + before * gate_.spacing(host));
    put_back(state, parts_.clock.now() + behind);
    return;
  }
  waiting_.emplace(gate_.admit(host, now), Waiting{std::move(state), host});
}

void Loop::put_back(const model::FeedState& state, base::TimePoint next_at) {
  parts_.door
      .ask([row = state.row, epoch = state.lease_epoch, next_at](store::Writer& writer) {
        writer.release(row, epoch, next_at);
      })
      .get();
}

void Loop::start_waiting() {
  const base::SteadyPoint now = parts_.clock.steady();
  for (auto each = waiting_.begin(); each != waiting_.end() && each->first <= now;) {
    if (!each->second.host.empty() && !gate_.may_start(each->second.host)) {
      ++each;  // as many visits as the host allows are under way: when one ends, this is looked at
               // again
      continue;
    }
    start(each->second.state, each->second.host);
    each = waiting_.erase(each);
  }
}

void Loop::start(const model::FeedState& state, const std::string& host) {
  const model::Feed* feed = plan_->feed(state.id);
  if (feed == nullptr) {  // a reload came between lease and start
    put_back(state, parts_.clock.now());
    return;
  }
  if (!host.empty()) {
    gate_.started(host);
  }
  visits_.emplace(state.row.value, Visit{.host = host, .lease_epoch = state.lease_epoch});
  parts_.fetcher.start({.ticket = static_cast<std::uint64_t>(state.row.value),
                        .feed = *feed,
                        .validators = state.validators});
}

void Loop::done(const VisitDone& visit) {
  const auto found = visits_.find(visit.feed.value);
  if (found == visits_.end()) {
    return;
  }
  if (!found->second.host.empty()) {
    gate_.finished(found->second.host, parts_.clock.steady());
  }
  if (!visit.storage_error.empty()) {
    lost_.push_back({.feed = visit.feed, .lease_epoch = found->second.lease_epoch});
    pause();
  }
  visits_.erase(found);
  if (visit.findings.next_at <= parts_.clock.now() + longest_look) {
    const base::Seconds wait =
        std::max(base::Seconds{0}, visit.findings.next_at - parts_.clock.now());
    next_look_ = std::min(next_look_, parts_.clock.steady() + wait);
  }
}

milliseconds Loop::rest(milliseconds longest) const {
  const base::SteadyPoint now = parts_.clock.steady();
  milliseconds wait = longest;
  if (leasing_) {
    const std::size_t room = most_in_hand - std::min(most_in_hand, in_hand());
    if (room >= most_in_hand / 4) {
      wait = std::min(wait, until(std::max(next_look_, paused_until_), now));
    }
  }
  for (const auto& [slot, each] : waiting_) {
    if (each.host.empty() || gate_.may_start(each.host)) {
      wait = std::min(wait, until(slot, now));
      break;  // ordered by slot; those before wait for a visit to end, which rings the bell
    }
  }
  return wait;
}

bool Loop::idle() const {
  return in_hand() == 0 && parts_.clock.steady() < next_look_;
}

}  // namespace runtime
