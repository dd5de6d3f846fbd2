#include "runtime/ingester.h"

#include <utility>

namespace runtime {

namespace {

/// What became of storing a visit, told to the main thread.
VisitDone told(base::FeedId feed, Findings findings, const std::exception_ptr& failure) {
  VisitDone done{.feed = feed, .findings = std::move(findings), .storage_error = {}};
  if (failure) {
    try {
      std::rethrow_exception(failure);
    } catch (const store::Broken& broken) {
      done.storage_error = broken.what();
      done.disk_full = broken.full();
    } catch (const std::exception& other) {
      done.storage_error = other.what();
    }
  }
  return done;
}

}  // namespace

Ingester::Ingester(IngesterParts parts, std::unique_ptr<store::Reader> reader)
    : parts_(parts), reader_(std::move(reader)), chance_(parts.seed) {}

void Ingester::run(const std::stop_token& stop) {
  for (;;) {
    std::optional<net::Response> response = parts_.responses.take(stop);
    if (!response) {
      return;
    }
    step(std::move(*response));
  }
}

void Ingester::step(net::Response response) {
  const base::FeedId feed{static_cast<std::int64_t>(response.ticket)};
  try {
    digest(std::move(response));
  } catch (const std::exception&) {
    parts_.wishes.put_always(told(feed, {}, std::current_exception()));
  }
}

void Ingester::digest(net::Response response) {
  const base::FeedId row{static_cast<std::int64_t>(response.ticket)};
  const std::shared_ptr<const Plan> plan = parts_.plan.get();
  const std::optional<model::FeedState> state = reader_->feed(row);
  const model::Feed* feed = state ? plan->feed(state->id) : nullptr;
  if (!state || feed == nullptr) {  // a reload has taken it away meanwhile
    const std::int64_t epoch = state ? state->lease_epoch : 0;
    const base::TimePoint now = parts_.clock.now();
    parts_.door.tell([row, epoch, now](store::Writer& writer) { writer.release(row, epoch, now); },
                     [this, row](const std::exception_ptr& failure) {
                       parts_.wishes.put_always(told(row, {}, failure));
                     });
    return;
  }
  const double chance = std::uniform_real_distribution<double>(0.0, 1.0)(chance_);
  Ingested ingested = ingest({.plan = *plan,
                              .feed = *feed,
                              .reader = *reader_,
                              .now = parts_.clock.now(),
                              .chance = chance},
                             *state,
                             std::move(response));
  auto batch = std::make_shared<const store::Batch>(std::move(ingested.batch));
  parts_.door.tell(
      [batch](store::Writer& writer) {
        (void)writer.commit(*batch);  // false: the lease ran out, and another visit is on its way
      },
      [this, row, findings = std::move(ingested.findings)](const std::exception_ptr& failure) {
        parts_.wishes.put_always(told(row, findings, failure));
      });
}

}  // namespace runtime
