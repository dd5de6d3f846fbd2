#include <algorithm>
#include <array>
#include <utility>

#include <poll.h>
#include <unistd.h>

#include "base/text.h"
#include "runtime/daemon_state.h"

namespace runtime {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds longest_wait{60'000};
constexpr milliseconds wait_before_fold{1'000};
constexpr milliseconds wait_in_stop{100};
constexpr base::Seconds first_round{20};  ///< after which what failed so far is told
// A stop takes these together at most, and a little: nobody waits longer than ten seconds.
constexpr base::Seconds drain_visits{2};       ///< for transfers in hand
constexpr base::Seconds drain_lanes{4};        ///< for sends in hand
constexpr base::Seconds drain_interrupted{3};  ///< for sends in hand once they were interrupted

}  // namespace

void Daemon::State::turn() {
  bell.clear();
  for (;;) {
    const std::optional<Signal> signal = signals.next();
    if (!signal) {
      break;
    }
    obey(*signal);
  }
  for (;;) {
    std::optional<Wish> wish = wishes.take_now();
    if (!wish) {
      break;
    }
    fulfil(std::move(*wish));
  }
  try {
    loop->step();
  } catch (const store::Broken& broken) {
    finished(
        {.feed = {}, .findings = {}, .storage_error = broken.what(), .disk_full = broken.full()});
    loop->pause();
  }
  upkeep->step(*plan->get(), rows);
  if (loop->idle() || clock.steady() - started_steady > first_round) {
    report->fold(clock.now());
  }
  visits_in_hand = loop->in_hand();
  feed_watchdog();
  advance_stop();
}

void Daemon::State::wait() const {
  milliseconds longest = longest_wait;
  if (service.watchdog() > milliseconds{0}) {
    longest = std::min(longest, service.watchdog());
  }
  if (!report->folded()) {
    longest = std::min(longest, wait_before_fold);
  }
  if (phase != Phase::running) {
    longest = std::min(longest, wait_in_stop);
  }
  const milliseconds rest = loop->rest(longest);
  std::array<pollfd, 2> waited{pollfd{.fd = bell.descriptor(), .events = POLLIN, .revents = 0},
                               pollfd{.fd = signals.descriptor(), .events = POLLIN, .revents = 0}};
  (void)poll(
      waited.data(), waited.size(), static_cast<int>(rest.count()));  // interrupted: turn again
}

void Daemon::State::obey(Signal signal) {
  if (signal == Signal::reload) {
    (void)reload();  // what is wrong with it is in the log
    return;
  }
  if (phase == Phase::running) {
    log.info("stopping");
    service.stopping();
    loop->stop_leasing();
    phase = Phase::visits;
    phase_ends = clock.steady() + drain_visits;
  }
}

void Daemon::State::fulfil(Wish wish) {
  if (const auto* visit = std::get_if<VisitDone>(&wish)) {
    finished(*visit);
  } else if (auto* wanted = std::get_if<ReloadWish>(&wish)) {
    wanted->answer->set_value(reload());
  } else if (const auto* due = std::get_if<DeliveriesDue>(&wish)) {
    if (lanes) {
      lanes->wake(due->channel);
    }
    if (server) {
      server->wake_agents();
    }
  } else if (std::holds_alternative<FeedsDue>(wish)) {
    loop->look_again();
  } else if (std::holds_alternative<StoreAnswered>(wish)) {
    asked_store = false;
    service.alive();
  }
}

void Daemon::State::finished(const VisitDone& visit) {
  loop->done(visit);
  report->visit(visit);
  for (const std::string& channel : visit.findings.channels) {
    fulfil(DeliveriesDue{channel});
  }
}

base::Status Daemon::State::reload() {
  service.reloading();
  auto built = build_plan(
      {.config = options.config, .state_directory = options.state_directory}, clock.now(), log);
  if (built && built->plan->database != plan->get()->database) {
    built = tl::unexpected(std::vector<std::string>{options.config.string() +
                                                    ": `store` can only be changed by a restart"});
  }
  if (!built) {
    config_problems = built.error();
    publish_status();
    for (const std::string& problem : config_problems) {
      log.error(problem);
    }
    log.error("the configuration was not taken, the one in use stays",
              {{"problems", config_problems.size()}});
    service.ready("the last reload was refused: " + config_problems.front());
    return base::fail(base::Cause::invalid, base::join(config_problems, "\n"));
  }
  try {
    plan->set(built->plan);
    register_plan();
  } catch (const store::Broken& broken) {
    log.error("the new configuration could not be stored", {{"error", broken.what()}});
    return base::fail(base::Cause::unavailable, broken.what());
  }
  config_problems.clear();
  publish_status();
  loop->replan(built->plan);
  if (lanes) {
    lanes->take(*built->plan, std::move(built->channels));
  }
  if (server) {
    server->wake_agents();
  }
  log.info("configuration read anew: " + summary(*built->plan));
  service.ready(summary(*built->plan));
  return {};
}

void Daemon::State::publish_status() {
  const std::shared_ptr<const Plan> current = plan->get();
  api::DaemonStatus now{.version = std::string(version()),
                        .pid = getpid(),
                        .started = started,
                        .configured = current->read_at,
                        .config_ok = config_problems.empty(),
                        .config_problems = config_problems,
                        .config_file = current->file.string(),
                        .database = current->database.string(),
                        .feeds = current->feeds.size(),
                        .watches = current->watches.size(),
                        .channels = {},
                        .visits_in_hand = 0,  // the control knows
                        .host_name = current->host_name,
                        .atom_titles = current->atom_titles,
                        .addresses = current->addresses};
  for (const auto& [name, route] : current->routes) {
    now.channels.push_back(name);
  }
  status->set(std::make_shared<const api::DaemonStatus>(std::move(now)));
}

/// The watchdog is fed by this loop and the store's thread together: each must turn, or the manager
/// restarts us.
void Daemon::State::feed_watchdog() {
  if (service.watchdog() == milliseconds{0} || asked_store || clock.steady() < next_alive) {
    return;
  }
  next_alive = clock.steady() + service.watchdog();
  asked_store = true;
  door->tell([](store::Writer&) {},
             [this](const std::exception_ptr&) { wishes.put_always(StoreAnswered{}); });
}

void Daemon::State::advance_stop() {
  const base::SteadyPoint now = clock.steady();
  if (phase == Phase::visits && (loop->in_hand() == 0 || now >= phase_ends)) {
    phase = Phase::lanes;
    phase_ends = now + drain_lanes;
    if (lanes) {
      lanes->request_stop();
    }
  }
  const bool delivered = !lanes || lanes->unfinished().empty();
  if (phase == Phase::lanes && !delivered && now >= phase_ends) {
    phase = Phase::interrupted;
    phase_ends = now + drain_interrupted;
    lanes->interrupt();
  }
  const bool waited_enough = phase == Phase::interrupted && now >= phase_ends;
  if ((phase == Phase::lanes || phase == Phase::interrupted) && (delivered || waited_enough)) {
    phase = Phase::over;
  }
}

}  // namespace runtime
