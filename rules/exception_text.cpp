#include "rules/exception_text.h"

#include <string>
#include <utility>

#include "rules/exceptions.h"
#include "rules/list_expansion.h"

namespace sysreel::rules {
namespace {

constexpr std::string_view kInvalid = "LOAD_ERR_VALIDATE";

class Writer {
 public:
  Writer(SourceText& out, bool falco_compatible) : out_(out), falco_compatible_(falco_compatible) {}

  void value(const SourcedText& value) { append_list_item(out_, value, falco_compatible_); }

  void single(const ExceptionItem& exception) {
    out_.append_made("(");
    out_.append(exception.fields.text);
    out_.append_made(" ");
    out_.append(exception.comps.text);
    out_.append_made(" (");
    for (size_t i = 0; i < exception.values.size(); ++i) {
      if (i != 0) out_.append_made(", ");
      value(exception.values[i].text);
    }
    out_.append_made("))");
  }

  void check(const ExceptionEntry& field, const ExceptionEntry& comp, const ExceptionEntry& entry) {
    out_.append(field.text);
    out_.append_made(" ");
    out_.append(comp.text);
    out_.append_made(" ");
    if (entry.is_list) {
      out_.append_made("(");
      for (size_t i = 0; i < entry.items.size(); ++i) {
        if (i != 0) out_.append_made(", ");
        value(entry.items[i].text);
      }
      out_.append_made(")");
    } else if (!takes_list(comp.text.text)) {
      value(entry.text);
    } else if (entry.text.text.starts_with('(')) {
      out_.append(entry.text);
    } else {
      out_.append_made("(");
      out_.append(entry.text);
      out_.append_made(")");
    }
  }

  void tuples(const ExceptionItem& exception) {
    out_.append_made("(");
    for (size_t i = 0; i < exception.values.size(); ++i) {
      out_.append_made(i == 0 ? "(" : " or (");
      for (size_t k = 0; k < exception.fields.items.size(); ++k) {
        if (k != 0) out_.append_made(" and ");
        // Exceptions that replaced others may lack operators (--falco-compatible).
        static const ExceptionEntry kNone;
        const auto& comps = exception.comps.items;
        check(exception.fields.items[k], k < comps.size() ? comps[k] : kNone, exception.values[i].items[k]);
      }
      out_.append_made(")");
    }
    out_.append_made(")");
  }

 private:
  SourceText& out_;
  bool falco_compatible_;
};

}  // namespace

bool add_exceptions(SourceText& condition, const std::vector<ExceptionItem>& exceptions,
                    std::string_view rule, bool falco_compatible, LoadLog& log) {
  if (exceptions.empty()) return true;
  SourceText out;
  out.append_made("(");
  out.append(condition, 0, condition.text().size());
  out.append_made(")");
  Writer writer(out, falco_compatible);
  bool good = true;
  for (const ExceptionItem& exception : exceptions) {
    if (exception.values.empty()) continue;
    const bool tuple = exception.fields.is_list;
    for (const ExceptionEntry& value : exception.values) {
      const bool fits = tuple ? value.items.size() == exception.fields.items.size() : !value.is_list;
      if (fits) continue;
      good = false;
      log.error(kInvalid, {"rule", rule}, value.present ? value.text.at : exception.at,
                tuple ? "a value of the exception '" + exception.name + "' and its fields differ in length"
                      : "the values of the exception '" + exception.name + "' must be single ones");
    }
    if (!good) continue;
    out.append_made(" and not ");
    if (tuple) {
      writer.tuples(exception);
    } else {
      writer.single(exception);
    }
  }
  condition = std::move(out);
  return good;
}

}  // namespace sysreel::rules
