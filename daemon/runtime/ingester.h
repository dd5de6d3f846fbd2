// The thread around ingest: responses in, batches into the store, findings to the main thread.
// Holds no state but its reader, so how many there are is a setting.
#pragma once

#include <memory>
#include <random>
#include <stop_token>

#include "base/log.h"
#include "base/mailbox.h"
#include "base/snapshot.h"
#include "runtime/plan.h"
#include "runtime/store_door.h"
#include "runtime/wish.h"

namespace runtime {

struct IngesterParts {
  base::Mailbox<net::Response>& responses;
  const base::Snapshot<Plan>& plan;
  StoreDoor& door;
  Wishes& wishes;
  const base::Clock& clock;
  base::Log& log;
  std::uint64_t seed = 0;
};

class Ingester final {
 public:
  Ingester(IngesterParts parts, std::unique_ptr<store::Reader> reader);

  /// Until stop is requested and every response is worked off.
  void run(const std::stop_token& stop);

  /// One response. Never throws: a store that cannot be read is told as a visit that was not
  /// stored.
  void step(net::Response response);

 private:
  void digest(net::Response response);

  const IngesterParts parts_;
  std::unique_ptr<store::Reader> reader_;
  std::mt19937_64 chance_;
};

}  // namespace runtime
