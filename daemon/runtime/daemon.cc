#include "runtime/daemon.h"

#include <algorithm>
#include <cstdlib>
#include <random>
#include <system_error>
#include <utility>

#include "alert/object.h"
#include "base/places.h"
#include "base/text.h"
#include "runtime/daemon_state.h"
#include "runtime/thread_name.h"

namespace runtime {

namespace {

constexpr std::chrono::milliseconds net_wait{60'000};
constexpr unsigned most_ingesters = 8;

}  // namespace

base::Status Daemon::State::open() {
  started = clock.now();
  started_steady = clock.steady();
  const Places places{.config = options.config, .state_directory = options.state_directory};
  auto built = build_plan(places, started, log);
  if (!built) {
    return base::fail(base::Cause::invalid, base::join(built.error(), "\n"));
  }
  std::error_code failed;
  std::filesystem::create_directories(options.state_directory, failed);
  if (failed) {
    return base::fail(base::Cause::denied,
                      "the state directory " + options.state_directory.string() +
                          " cannot be made: " + failed.message());
  }
  plan = std::make_unique<base::Snapshot<Plan>>(built->plan);
  channels = std::move(built->channels);

  if (base::Status opened = open_store(); !opened) {
    return opened;
  }
  door = std::make_unique<StoreDoor>(*writer, StoreDoor::Mode::threaded);
  client = std::make_unique<net::Client>(
      net::ClientOptions{.user_agent = user_agent(built->plan->contact)}, responses, log);
  loop = std::make_unique<Loop>(
      LoopParts{.door = *door,
                .fetcher = *client,
                .clock = clock,
                .log = log,
                .patience = options.once ? Patience::waits : Patience::puts_back},
      built->plan);
  report = std::make_unique<Report>(log);
  upkeep = std::make_unique<Upkeep>(*door, clock, log, options.state_directory);
  status = std::make_unique<base::Snapshot<api::DaemonStatus>>(
      std::make_shared<const api::DaemonStatus>());
  control = std::make_unique<Control>(ControlParts{.door = *door,
                                                   .wishes = wishes,
                                                   .plan = *plan,
                                                   .status = *status,
                                                   .visits_in_hand = visits_in_hand,
                                                   .clock = clock});
  return options.once ? base::Status{} : open_api();
}

base::Status Daemon::State::open_store() {
  const std::filesystem::path database = plan->get()->database;
  auto owned = store::Ownership::take(database);
  if (!owned) {
    return base::fail(owned.error());
  }
  ownership.emplace(std::move(*owned));
  auto opened = store::open_writer(database, *ownership);
  if (!opened) {
    return base::fail(opened.error());
  }
  writer = std::move(*opened);
  return {};
}

base::Status Daemon::State::open_api() {
  const std::shared_ptr<const Plan> current = plan->get();
  const auto socket = base::socket_path(options.socket, current->socket, base::Side::serve);
  if (!socket) {
    return base::fail(socket.error());
  }
  const std::filesystem::path database = current->database;
  auto served = api::Server::open({.socket = *socket,
                                   .open_reader =
                                       [database] {
                                         auto reader = store::open_reader(database);
                                         return reader ? std::move(*reader) : nullptr;
                                       }},
                                  *control,
                                  clock,
                                  log);
  if (!served) {
    return base::fail(served.error());
  }
  server = std::move(*served);
  return {};
}

void Daemon::State::register_plan() {
  const std::shared_ptr<const Plan> current = plan->get();
  std::vector<std::string> names;
  for (const auto& [name, route] : current->routes) {
    names.push_back(name);
  }
  rows = door->ask([current, names, now = clock.now()](store::Writer& to) {
               to.register_channels(names, now);
               return to.register_feeds(current->feeds, now);
             })
             .get();
}

void Daemon::State::start_threads() {
  store_thread = std::jthread([this](const std::stop_token& stop) {
    name_thread("store");
    door->run(stop);
  });
  register_plan();
  if (options.once && options.all) {
    (void)door->ask([now = clock.now()](store::Writer& to) { return to.make_due("", now); }).get();
  }
  const unsigned count = std::clamp(std::thread::hardware_concurrency(), 1U, most_ingesters);
  std::random_device seeds;
  for (unsigned each = 0; each < count; ++each) {
    auto reader = store::open_reader(plan->get()->database);
    if (!reader) {
      throw store::Broken(reader.error().message, false);
    }
    ingesters.push_back(std::make_unique<Ingester>(IngesterParts{.responses = responses,
                                                                 .plan = *plan,
                                                                 .door = *door,
                                                                 .wishes = wishes,
                                                                 .clock = clock,
                                                                 .log = log,
                                                                 .seed = seeds()},
                                                   std::move(*reader)));
    ingest_threads.emplace_back([ingester = ingesters.back().get()](const std::stop_token& stop) {
      name_thread("ingest");
      ingester->run(stop);
    });
  }
  net_thread = std::jthread([this](const std::stop_token& stop) {
    name_thread("net");
    while (!stop.stop_requested()) {
      client->step(net_wait);
    }
    client->cancel_all();
  });
  if (options.once) {
    return;  // lanes are stepped by the main thread at the end
  }
  lanes = std::make_unique<Lanes>(*door, wishes, clock, log);
  lanes->take(*plan->get(), std::move(channels));
  api_thread = std::jthread([this] {
    name_thread("api");
    server->run();
  });
}

void Daemon::State::greet() {
  struct Past {
    store::Totals totals;
    std::vector<store::AlertRow> last;
    std::optional<base::TimePoint> next;
  };
  const Past past =
      door->ask([](store::Writer& from) {
            return Past{.totals = from.totals(),
                        .last = from.alerts({.limit = 1, .watch = {}, .channel = {}, .since = {}}),
                        .next = from.next_due()};
          })
          .get();
  const base::TimePoint now = clock.now();
  const std::string next =
      past.next ? base::format_local_clock(std::max(*past.next, now)) : std::string("never");
  const std::string line = summary(*plan->get()) + "; next poll " + next;
  log.info(line);
  service.ready(line);
  if (past.totals.alerts == 0 || past.last.empty()) {
    return;
  }
  const auto last = alert::from_json(past.last.front().object);
  log.info(base::count_of(static_cast<std::size_t>(past.totals.alerts), "alert") +
           " before this start, the last " + base::format_local(past.last.front().created) +
           (last ? ": " + last->watch + " \"" + base::shorten(last->item.title, 80) + "\"" : "") +
           "; `newswatch alerts` lists them");
}

/// The main thread's work, until a stop or, with --once, until everything was visited once.
int Daemon::State::rounds() {
  while (phase != Phase::over) {
    turn();
    if (options.once && phase == Phase::running && loop->idle()) {
      return finish_once();
    }
    if (phase != Phase::over) {
      wait();
    }
  }
  return exit_done;
}

int Daemon::State::run() {
  int code = exit_done;
  try {
    start_threads();
    publish_status();
    greet();
    code = rounds();
  } catch (const std::exception& failure) {
    log.error("ended by an internal failure", {{"error", failure.what()}});
    code = exit_start;
  }
  stop_threads(code);
  return code;
}

void Daemon::State::stop_threads(int code) {
  if (server) {
    server->stop();
  }
  if (net_thread.joinable()) {
    net_thread.request_stop();
    client->wake();
    net_thread.join();
  }
  for (std::jthread& each : ingest_threads) {
    each.request_stop();
  }
  ingest_threads.clear();  // joins: what was answered is stored
  if (lanes && !lanes->unfinished().empty()) {
    log.warning(
        "a channel does not finish its send; its delivery will be repeated after the next start",
        {{"channels", base::join(lanes->unfinished(), ", ")}});
    store_thread.request_stop();
    store_thread.join();
    std::_Exit(code);  // a thread that hangs in a foreign library cannot be joined
  }
  lanes.reset();
  if (api_thread.joinable()) {
    api_thread.join();
  }
  store_thread.request_stop();
  if (store_thread.joinable()) {
    store_thread.join();
  }
}

Daemon::Daemon(std::unique_ptr<State> state) : state_(std::move(state)) {}
Daemon::~Daemon() = default;

base::Result<std::unique_ptr<Daemon>> Daemon::open(const Options& options,
                                                   const base::Clock& clock,
                                                   base::Log& log) {
  try {
    auto state = std::make_unique<State>(options, clock, log);
    if (base::Status opened = state->open(); !opened) {
      return base::fail(opened.error());
    }
    return std::unique_ptr<Daemon>(new Daemon(std::move(state)));
  } catch (const std::exception& failure) {
    return base::fail(base::Cause::unavailable, failure.what());
  }
}

int Daemon::run() {
  return state_->run();
}

}  // namespace runtime
