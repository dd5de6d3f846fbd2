// The agenda at work: leases what is due from the store, keeps to each host's pace, hands visits to
// the fetcher. Belongs to the main thread; knows no sockets and no signals.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/log.h"
#include "base/time.h"
#include "net/fetcher.h"
#include "runtime/plan.h"
#include "runtime/store_door.h"
#include "runtime/wish.h"
#include "schedule/host_gate.h"

namespace runtime {

inline constexpr std::size_t most_in_hand = 256;  ///< visits leased at a time
inline constexpr base::Seconds lease_time{5LL *
                                          60};  ///< longer than a visit and its commit can take
inline constexpr base::Seconds pause_after_failure{10};  ///< of the store

/// Whether a feed whose host is busy may be put back into the store until it is its turn (a
/// service), or waits in hand, because this process polls once and ends.
enum class Patience { puts_back, waits };

struct LoopParts {
  StoreDoor& door;
  net::Fetcher& fetcher;
  const base::Clock& clock;
  base::Log& log;
  Patience patience = Patience::puts_back;
};

class Loop final {
 public:
  Loop(LoopParts parts, std::shared_ptr<const Plan> plan);

  /// Starts what may be started now and leases more. Throws store::Broken.
  void step();
  void done(const VisitDone& visit);
  void replan(std::shared_ptr<const Plan> plan);
  /// Feeds may be due that were not: the next step looks.
  void look_again() { next_look_ = base::SteadyPoint{}; }
  /// Nothing is leased any more; what is in hand goes on.
  void stop_leasing() { leasing_ = false; }
  /// The store failed: nothing is leased for a while.
  void pause() { paused_until_ = parts_.clock.steady() + pause_after_failure; }

  /// How long until step has something to do, at most `longest`.
  [[nodiscard]] std::chrono::milliseconds rest(std::chrono::milliseconds longest) const;
  [[nodiscard]] std::size_t in_hand() const { return visits_.size() + waiting_.size(); }
  /// Nothing in hand, nothing due.
  [[nodiscard]] bool idle() const;

 private:
  struct Visit {
    std::string host;  ///< "host:port"; empty for files
    std::int64_t lease_epoch = 0;
  };
  struct Lost {
    base::FeedId feed;
    std::int64_t lease_epoch = 0;
  };
  struct Waiting {
    model::FeedState state;
    std::string host;
  };

  void lease();
  void admit(model::FeedState state, std::map<std::string, int>& put_back);
  void start_waiting();
  void start(const model::FeedState& state, const std::string& host);
  void put_back(const model::FeedState& state, base::TimePoint next_at);

  const LoopParts parts_;
  std::shared_ptr<const Plan> plan_;
  schedule::HostGate gate_;
  std::unordered_map<std::int64_t, Visit>
      visits_;  ///< by feed row: with the fetcher or being ingested
  std::multimap<base::SteadyPoint, Waiting> waiting_;  ///< by the time their host's slot comes
  std::vector<Lost> lost_;  ///< visits that could not be stored: due again once the store works
  base::SteadyPoint next_look_{};
  base::SteadyPoint paused_until_{};
  bool leasing_ = true;
};

}  // namespace runtime
