// Every question a Reader answers, asked of one connection. Reader and Writer are both made on top
// of it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/sqlite/database.h"
#include "store/store.h"

namespace store {

class Queries final {
 public:
  explicit Queries(Database database) : database_(std::move(database)) {}

  [[nodiscard]] std::vector<Known> known(base::FeedId feed, std::span<const base::Key128> keys);
  [[nodiscard]] std::vector<std::optional<Likeness>> linked(base::FeedId feed,
                                                            std::span<const base::Key128> links);
  [[nodiscard]] std::vector<Likeness> newest(base::FeedId feed, std::size_t most);
  [[nodiscard]] std::optional<model::FeedState> feed(base::FeedId row);
  [[nodiscard]] std::vector<model::FeedState> feeds();
  [[nodiscard]] std::vector<AlertRow> alerts(const AlertQuery& query);
  [[nodiscard]] std::vector<DeliveryRow> deliveries(const DeliveryQuery& query);
  [[nodiscard]] std::vector<std::string> recipients(std::string_view channel);
  [[nodiscard]] Totals totals();
  [[nodiscard]] std::optional<base::TimePoint> next_due();
  [[nodiscard]] std::optional<base::TimePoint> next_delivery(std::string_view channel);

  /// The objects of the alerts a delivery carries, oldest first.
  [[nodiscard]] std::vector<std::string> alert_objects(base::DeliveryId delivery);
  [[nodiscard]] Database& database() { return database_; }

 private:
  Database database_;
};

/// A Reader, or the reading half of a Writer.
template <class Door>
class Answering : public Door {
 public:
  explicit Answering(Database database) : queries_(std::move(database)) {}

  std::vector<Known> known(base::FeedId feed, std::span<const base::Key128> keys) override {
    return queries_.known(feed, keys);
  }
  std::vector<std::optional<Likeness>> linked(base::FeedId feed,
                                              std::span<const base::Key128> links) override {
    return queries_.linked(feed, links);
  }
  std::vector<Likeness> newest(base::FeedId feed, std::size_t most) override {
    return queries_.newest(feed, most);
  }
  std::optional<model::FeedState> feed(base::FeedId row) override { return queries_.feed(row); }
  std::vector<model::FeedState> feeds() override { return queries_.feeds(); }
  std::vector<AlertRow> alerts(const AlertQuery& query) override { return queries_.alerts(query); }
  std::vector<DeliveryRow> deliveries(const DeliveryQuery& query) override {
    return queries_.deliveries(query);
  }
  std::vector<std::string> recipients(std::string_view channel) override {
    return queries_.recipients(channel);
  }
  Totals totals() override { return queries_.totals(); }
  std::optional<base::TimePoint> next_due() override { return queries_.next_due(); }
  std::optional<base::TimePoint> next_delivery(std::string_view channel) override {
    return queries_.next_delivery(channel);
  }

 protected:
  [[nodiscard]] Database& database() { return queries_.database(); }
  [[nodiscard]] Queries& queries() { return queries_; }

 private:
  Queries queries_;
};

}  // namespace store
