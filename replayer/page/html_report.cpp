#include "replayer/page/html_report.h"

#include <sodium.h>
#include <zlib.h>

#include <map>
#include <set>

#include "base/escape.h"
#include "replayer/page/finding_inspector.h"
#include "replayer/page/page_data.h"
#include "replayer/report/reported_capture.h"

namespace sysreel {

extern const std::string_view kPageStyle;  // page.css and page.js, put in by the build
extern const std::string_view kPageScript;

namespace {

std::string base64_of(const unsigned char* bytes, size_t size) {
  std::string text(sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes, size, sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the NUL
  return text;
}

std::string hash_source(std::string_view text) {
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return "'sha256-" + base64_of(hash, sizeof hash) + "'";
}

// zlib's format, which browsers know as "deflate". Level 6: 9 costs three times as much for one per cent.
std::string compressed(const std::string& text) {
  uLongf size = compressBound(text.size());
  std::string out(size, '\0');
  if (compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()),
                text.size(), 6) != Z_OK)
    out.clear();  // cannot be: the bound is met
  else
    out.resize(size);
  return out;
}

class HtmlReport : public Reporter {
 public:
  HtmlReport(std::ostream& out, const FindingInspector& inspector) : out_(out), inspector_(inspector) {}

  void begin(const ReportRun& run) override { data_.begin(run); }
  void add(const Finding& finding) override {
    data_.add(finding);
    ++counts_[finding.rule];
    ++total_;
  }
  void end_capture(const ReportedCapture& capture) override {
    hosts_.insert(capture.host);
    data_.end_capture(capture, inspector_.history());
  }

  void finish() override {
    const std::string packed = compressed(data_.json());
    out_ << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         << "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src "
         << hash_source(kPageScript) << "; style-src " << hash_source(kPageStyle)
         << "; base-uri 'none'; form-action 'none'\">\n"
         << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" << title()
         << "</title>\n<style>" << kPageStyle << "</style>\n</head>\n<body>\n";
    write_without_script();
    out_ << "<main id=\"app\"></main>\n<script type=\"application/octet-stream\" id=\"data\">"
         << base64_of(reinterpret_cast<const unsigned char*>(packed.data()), packed.size())
         << "</script>\n<script>" << kPageScript << "</script>\n</body>\n</html>\n";
    out_.flush();
  }

 private:
  std::string title() const {
    std::string text = std::to_string(total_) + (total_ == 1 ? " finding" : " findings");
    const char* separator = " on ";
    for (const std::string& host : hosts_) {
      if (host.empty()) continue;
      text += separator;
      append_xml_safe(text, host);
      separator = ", ";
    }
    return text + " – sysreel";
  }

  // What a browser without scripts shows.
  void write_without_script() {
    std::string text =
        "<noscript>\n<h1>" + title() +
        "</h1>\n<p>This page needs JavaScript (its own, no network) to show the findings one by "
        "one.</p>\n<table><tr><th>priority</th><th>rule</th><th>findings</th></tr>\n";
    for (const auto& [rule, count] : counts_) {
      text.append("<tr><td>").append(rules::name_of(rule->priority)).append("</td><td>");
      append_xml_safe(text, rule->name);
      text += "</td><td>" + std::to_string(count) + "</td></tr>\n";
    }
    out_ << text << "</table>\n</noscript>\n";
  }

  std::ostream& out_;
  const FindingInspector& inspector_;
  PageData data_;
  std::map<const rules::CompiledRule*, uint64_t> counts_;  // in the order of definition
  std::set<std::string> hosts_;
  uint64_t total_ = 0;
};

}  // namespace

std::unique_ptr<Reporter> make_html_report(std::ostream& out, const FindingInspector& inspector) {
  return std::make_unique<HtmlReport>(out, inspector);
}

}  // namespace sysreel
