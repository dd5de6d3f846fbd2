// The object that owns everything alive. Member order is start order, destruction order is stop
// order; no logic of its own beside starting, passing on and stopping.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/log.h"
#include "base/result.h"
#include "base/time.h"

namespace runtime {

/// Exit codes (docs/reference/cli.md).
inline constexpr int exit_done = 0;
inline constexpr int exit_start = 1;  ///< configuration or start
inline constexpr int exit_usage = 2;
inline constexpr int exit_partly = 3;  ///< some feed or delivery failed; everything else was done

struct Options {
  std::filesystem::path config;
  std::filesystem::path state_directory;
  std::string socket;  ///< --socket, or empty
  bool once = false;   ///< poll what is due, deliver, end
  bool all = false;    ///< with once: poll every feed
};

class Daemon final {
 public:
  /// Reads the configuration, opens store and socket. Errors are for the operator, a line each.
  /// Blocks the signals it will wait for, so call it before any thread is started. Log and clock
  /// must outlive it.
  [[nodiscard]] static base::Result<std::unique_ptr<Daemon>> open(const Options& options,
                                                                  const base::Clock& clock,
                                                                  base::Log& log);
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;
  Daemon(Daemon&&) = delete;
  Daemon& operator=(Daemon&&) = delete;

  /// Until SIGTERM or SIGINT (or, with `once`, until everything due is done); the exit code.
  [[nodiscard]] int run();

 private:
  struct State;
  explicit Daemon(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace runtime
