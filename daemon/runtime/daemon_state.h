// What the daemon is made of. Private to the daemon's own three files: daemon.cc makes and ends it,
// daemon_turn.cc is the main thread's work, daemon_once.cc the single round of --once.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "api/server.h"
#include "base/fd.h"
#include "base/mailbox.h"
#include "base/snapshot.h"
#include "net/client.h"
#include "runtime/control.h"
#include "runtime/daemon.h"
#include "runtime/ingester.h"
#include "runtime/lanes.h"
#include "runtime/loop.h"
#include "runtime/report.h"
#include "runtime/service.h"
#include "runtime/signals.h"
#include "runtime/upkeep.h"
#include "store/open.h"

namespace runtime {

inline constexpr std::size_t most_wishes = 4096;

/// What a stop waits for, in this order: visits in hand, sends in hand, sends that were
/// interrupted.
enum class Phase { running, visits, lanes, interrupted, over };

/// Member order is start order.
struct Daemon::State {
  State(Options given, const base::Clock& its_clock, base::Log& its_log)
      : options(std::move(given)), clock(its_clock), log(its_log) {}

  base::Status open();
  int run();

  // daemon.cc
  base::Status open_store();
  base::Status open_api();
  void register_plan();  ///< throws store::Broken
  void start_threads();
  void stop_threads(int code);  ///< does not return where a send in hand hangs
  void greet();
  int rounds();

  // daemon_turn.cc: one round of the main thread, and its parts
  void turn();
  void wait() const;
  void obey(Signal signal);
  void fulfil(Wish wish);
  void finished(const VisitDone& visit);
  base::Status reload();
  void publish_status();
  void feed_watchdog();
  void advance_stop();

  // daemon_once.cc
  int finish_once();
  void send_once(const std::string& name,
                 std::unique_ptr<channel::Channel> channel,
                 std::vector<std::string>& failures);

  const Options options;
  const base::Clock& clock;
  base::Log& log;
  Signals signals;
  Service service;
  base::Bell bell;  // rung by the mailbox of wishes
  Wishes wishes{most_wishes, &bell};
  base::TimePoint started;
  Channels channels;  // until the lanes take them
  std::unique_ptr<base::Snapshot<Plan>> plan;
  std::optional<store::Ownership> ownership;
  std::unique_ptr<store::Writer> writer;
  std::vector<base::FeedId> rows;  // of plan's feeds, in their order
  std::unique_ptr<StoreDoor> door;
  base::Mailbox<net::Response> responses{most_in_hand};
  std::unique_ptr<net::Client> client;
  std::unique_ptr<Loop> loop;
  std::unique_ptr<Report> report;
  std::unique_ptr<Upkeep> upkeep;
  std::unique_ptr<base::Snapshot<api::DaemonStatus>> status;
  std::atomic<std::size_t> visits_in_hand = 0;
  std::vector<std::string> config_problems;  // of the last reload, if it was refused
  std::unique_ptr<Control> control;
  std::unique_ptr<api::Server> server;
  std::vector<std::unique_ptr<Ingester>> ingesters;

  Phase phase = Phase::running;
  base::SteadyPoint phase_ends;
  base::SteadyPoint started_steady;
  base::SteadyPoint next_alive;
  bool asked_store = false;

  std::jthread store_thread;
  std::unique_ptr<Lanes> lanes;
  std::vector<std::jthread> ingest_threads;
  std::jthread net_thread;
  std::jthread api_thread;
};

}  // namespace runtime
