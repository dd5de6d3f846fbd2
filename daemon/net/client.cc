#include "net/client.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <map>
#include <unordered_map>
#include <vector>

#include "base/fd.h"
#include "base/text.h"
#include "net/file_feed.h"
#include "net/loop.h"
#include "net/transfer.h"
#include "net/trouble.h"

namespace net {
namespace {

constexpr std::size_t most_guards = 1024;
constexpr base::Seconds guard_lifetime{60};  ///< the machine's own addresses change seldom
constexpr std::size_t all_of_them = std::numeric_limits<std::size_t>::max();
/// Two connections of one host may be open while one of them is being given up.
constexpr std::size_t spare_connections = 8;

base::SteadyPoint steady_now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

/// A transfer in libcurl's hands, and the handle it lies in.
struct Active {
  Active(Request request, AddressGuard guard, const ClientOptions& options, Easy handle)
      : transfer(std::move(request), std::move(guard), options, steady_now()),
        easy(std::move(handle)) {}

  Transfer transfer;
  Easy easy;
  std::uint64_t hop = 0;  ///< changes with everything asked
};

/// When the first byte must have come; in order of time, since the limit is the same for all.
struct Patience {
  base::SteadyPoint until;
  CURL* easy = nullptr;
  std::uint64_t hop = 0;
};

struct Client::State {
  State(ClientOptions chosen, base::Mailbox<Response>& mailbox)
      : options(std::move(chosen)),
        answers(mailbox),
        loop(options.max_connections + spare_connections) {
    loop.listen(requests_bell, Loop::Ring::work);
    loop.listen(wake_bell, Loop::Ring::wake);
  }

  void admit();
  void begin(Request request);
  void ask(CURL* handle, Active& entry);
  void settle_done();
  void settle(CURL* handle, Active& entry);
  void end_impatient();
  void answer(Response response);
  [[nodiscard]] base::Result<AddressGuard> guard_for(const model::Feed& feed);
  [[nodiscard]] std::chrono::milliseconds wait_at_most(base::SteadyPoint until) const;

  ClientOptions options;
  base::Mailbox<Response>& answers;
  base::Bell requests_bell;
  base::Bell wake_bell;
  base::Mailbox<Request> requests{0, &requests_bell};
  Loop loop;
  std::deque<Request> waiting;
  std::vector<Easy> idle;
  std::unordered_map<CURL*, std::unique_ptr<Active>> active;
  std::deque<Patience> patience;
  std::map<std::vector<std::string>, AddressGuard> guards;
  base::SteadyPoint guards_made;
  std::uint64_t last_hop = 0;
  std::size_t answered = 0;
};

void Client::State::answer(Response response) {
  ++answered;
  answers.put_always(std::move(response));
}

base::Result<AddressGuard> Client::State::guard_for(const model::Feed& feed) {
  const base::SteadyPoint now = steady_now();
  if (now - guards_made > guard_lifetime || guards.size() >= most_guards) {
    guards.clear();
    guards_made = now;
  }
  const auto known = guards.find(feed.allow_private);
  if (known != guards.end()) {
    return known->second;
  }
  auto made = AddressGuard::with(feed.allow_private);
  if (made) {
    guards.emplace(feed.allow_private, *made);
  }
  return made;
}

void Client::State::admit() {
  for (Request& request : requests.take_all_now(all_of_them)) {
    waiting.push_back(std::move(request));
  }
  while (!waiting.empty() && active.size() < options.max_connections) {
    Request next = std::move(waiting.front());
    waiting.pop_front();
    begin(std::move(next));
  }
}

void Client::State::begin(Request request) {
  if (request.feed.source == model::Feed::Source::file) {
    answer(read_file_feed(request));
    return;
  }
  auto guard = guard_for(request.feed);
  if (!guard) {
    Response response;
    response.ticket = request.ticket;
    response.trouble = {model::Trouble::Kind::refused, 0, guard.error().message};
    answer(std::move(response));
    return;
  }
  if (idle.empty()) {
    loop.share(idle.emplace_back());
  }
  auto fresh = std::make_unique<Active>(
      std::move(request), std::move(*guard), options, std::move(idle.back()));
  idle.pop_back();
  CURL* const handle = fresh->easy.get();
  Active& entry = *active.emplace(handle, std::move(fresh)).first->second;
  if (entry.transfer.begin(entry.easy, steady_now()) == Transfer::Next::done) {
    settle(handle, entry);
  } else {
    ask(handle, entry);
  }
}

void Client::State::ask(CURL* handle, Active& entry) {
  entry.hop = ++last_hop;
  loop.add(entry.easy);
  patience.push_back({steady_now() + options.limits.first_byte, handle, entry.hop});
}

void Client::State::settle(CURL* handle, Active& entry) {
  answer(entry.transfer.take_response());
  entry.easy.reset();  // it forgets the transfer, and every password
  idle.push_back(std::move(entry.easy));
  active.erase(handle);
}

void Client::State::settle_done() {
  while (true) {
    const auto done = loop.next_done();
    if (!done) {
      return;
    }
    Active& entry = *active.at(done->easy);
    loop.remove(entry.easy);
    if (entry.transfer.finish(entry.easy, done->code, steady_now()) == Transfer::Next::done) {
      settle(done->easy, entry);
    } else {
      ask(done->easy, entry);
    }
  }
}

void Client::State::end_impatient() {
  const base::SteadyPoint now = steady_now();
  while (!patience.empty()) {
    const Patience first = patience.front();
    const auto found = active.find(first.easy);
    const bool concerned = found != active.end() && found->second->hop == first.hop &&
                           !found->second->transfer.answered();
    if (concerned && first.until > now) {
      return;
    }
    patience.pop_front();
    if (concerned) {
      Active& entry = *found->second;
      loop.remove(entry.easy);
      entry.transfer.give_up({model::Trouble::Kind::timeout,
                              0,
                              "no answer within " + show_span(options.limits.first_byte)},
                             now);
      settle(first.easy, entry);
    }
  }
}

std::chrono::milliseconds Client::State::wait_at_most(base::SteadyPoint until) const {
  if (!patience.empty()) {
    until = std::min(until, patience.front().until);
  }
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - steady_now());
  return std::max(left, std::chrono::milliseconds(0));
}

Client::Client(ClientOptions options, base::Mailbox<Response>& answers, base::Log& log)
    : state_(std::make_unique<State>(std::move(options), answers)) {
  if (const std::string missing = missing_features(); !missing.empty()) {
    log.warning("libcurl lacks features", {{"missing", missing}});
  }
}

Client::~Client() = default;

void Client::start(Request request) {
  state_->requests.put_always(std::move(request));
}

void Client::wake() noexcept {
  state_->wake_bell.ring();
}

void Client::step(std::chrono::milliseconds longest) {
  State& state = *state_;
  const base::SteadyPoint until = steady_now() + longest;
  const std::size_t answered_before = state.answered;
  bool woken = false;
  do {
    state.requests_bell.clear();  // before the box is looked into
    state.admit();
    const bool done = state.answered != answered_before;
    woken = state.loop.run(done ? std::chrono::milliseconds(0) : state.wait_at_most(until)) ==
            Loop::Ring::wake;
    state.settle_done();
    state.end_impatient();
    if (woken) {
      state.wake_bell.clear();
    }
  } while (!woken && state.answered == answered_before && steady_now() < until);
}

void Client::cancel_all() {
  State& state = *state_;
  const model::Trouble cancelled{model::Trouble::Kind::internal, 0, "cancelled by shutdown"};
  for (Request& request : state.requests.take_all_now(all_of_them)) {
    state.waiting.push_back(std::move(request));
  }
  for (const Request& request : state.waiting) {
    Response response;
    response.ticket = request.ticket;
    response.trouble = cancelled;
    state.answer(std::move(response));
  }
  state.waiting.clear();
  while (!state.active.empty()) {
    const auto first = state.active.begin();
    Active& entry = *first->second;
    state.loop.remove(entry.easy);
    entry.transfer.give_up(cancelled, steady_now());
    state.settle(first->first, entry);
  }
  state.patience.clear();
}

std::size_t Client::in_flight() const {
  return state_->requests.size() + state_->waiting.size() + state_->active.size();
}

}  // namespace net
