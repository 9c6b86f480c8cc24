// Reads the manifests that kustomize builds, checks what the Prometheus operator would take of them, to the letter of
// its own types, and Prometheus' own parser every expression of a rule or a dashboard. Prints what they ask for, a
// line each: the metric, then the labels that they pick or group by, with the value where it is a certain one.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
	"sigs.k8s.io/yaml"
)

type header struct {
	Kind string            `json:"kind"`
	Data map[string]string `json:"data"`
}

type dashboard struct {
	Panels []struct {
		Title   string `json:"title"`
		Targets []struct {
			Expr string `json:"expr"`
		} `json:"targets"`
	} `json:"panels"`
}

// What Grafana puts in before it asks.
var variables = strings.NewReplacer("$__rate_interval", "5m", "$namespace", "cairn")

func main() {
	if err := run(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(manifests io.Reader) error {
	all, err := io.ReadAll(manifests)
	if err != nil {
		return err
	}
	var faults []error
	for _, document := range bytes.Split(all, []byte("\n---\n")) {
		var what header
		if err := yaml.Unmarshal(document, &what); err != nil {
			return err
		}
		switch what.Kind {
		case "PrometheusRule":
			faults = append(faults, rule(document))
		case "ServiceMonitor":
			faults = append(faults, yaml.UnmarshalStrict(document, &monitoring.ServiceMonitor{}))
		case "ConfigMap":
			for name, text := range what.Data {
				if strings.HasSuffix(name, ".json") {
					faults = append(faults, panels(text))
				}
			}
		}
	}
	return errors.Join(faults...)
}

func rule(document []byte) error {
	var rules monitoring.PrometheusRule
	if err := yaml.UnmarshalStrict(document, &rules); err != nil {
		return err
	}
	var faults []error
	for _, group := range rules.Spec.Groups {
		for _, one := range group.Rules {
			faults = append(faults, show(one.Alert, one.Expr.String()))
		}
	}
	return errors.Join(faults...)
}

func panels(text string) error {
	var board dashboard
	if err := json.Unmarshal([]byte(text), &board); err != nil {
		return err
	}
	var faults []error
	for _, panel := range board.Panels {
		for _, target := range panel.Targets {
			faults = append(faults, show(panel.Title, variables.Replace(target.Expr)))
		}
	}
	return errors.Join(faults...)
}

func show(where, text string) error {
	expression, err := parser.ParseExpr(text)
	if err != nil {
		return fmt.Errorf("%s: %w", where, err)
	}
	parser.Inspect(expression, func(node parser.Node, path []parser.Node) error {
		selector, is := node.(*parser.VectorSelector)
		if !is {
			return nil
		}
		names := []string{}
		for _, matcher := range selector.LabelMatchers {
			if matcher.Name == labels.MetricName {
				continue
			}
			if matcher.Type == labels.MatchEqual {
				names = append(names, matcher.Name+"="+matcher.Value)
			} else {
				names = append(names, matcher.Name)
			}
		}
		for _, above := range path {
			if grouped, is := above.(*parser.AggregateExpr); is {
				names = append(names, grouped.Grouping...)
			}
		}
		slices.Sort(names)
		fmt.Println(selector.Name, strings.Join(slices.Compact(names), " "))
		return nil
	})
	return nil
}
