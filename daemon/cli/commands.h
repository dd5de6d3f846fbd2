// The commands that ask the daemon or read its database, one file for each family. Each prints and
// gives the exit code. Commands that need neither: check.h, discover.h, parse.h,
// match.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/time.h"
#include "cli/common.h"

namespace cli {

int status(const Common& common, const Terminal& terminal);
int feeds(const Common& common, const Terminal& terminal);

struct AlertsOptions {
  std::size_t limit = 20;
  std::string watch;
  std::string channel;
  std::string since;  ///< RFC 3339, or a span such as 24h
};
int alerts(const Common& common, const AlertsOptions& options, const Terminal& terminal);

struct DeliveriesOptions {
  std::size_t limit = 20;
  bool dead_letters = false;  ///< dead and expired ones only
  std::string state;          ///< one or more, with commas
  std::string channel;
};
int deliveries(const Common& common, const DeliveriesOptions& options, const Terminal& terminal);
int retry(const Common& common, const std::string& key, const Terminal& terminal);
int discard(const Common& common, const std::string& key, const Terminal& terminal);

/// Asks for a test alert and waits until its deliveries are settled, `patience` at most.
int test(const Common& common,
         const std::string& channel,
         const Terminal& terminal,
         std::chrono::milliseconds patience = std::chrono::seconds(30));

int reload(const Common& common, const Terminal& terminal);
/// An empty feed is all feeds.
int refresh(const Common& common, const std::string& feed, const Terminal& terminal);

/// A copy of the database as a new file (mode 0600), from the daemon or, where none runs, from the
/// file.
int backup(const Common& common, const std::string& file, const Terminal& terminal);

}  // namespace cli
